"""What does each answer of a platform make of a delivery?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from connectors.errors import ConnectorError, NeedsReconnection, Refused, TryLater
from connectors.phrases import Phrase
from connectors.sending import Receipt
from inbox import accounts, clock, notifying, settlement, spending
from inbox.intake import missing
from inbox.models import DeliveryState, NotificationKind
from inbox.outbox.claiming import Claim, load, record, release, unknown
from inbox.outbox.looking import LOOK_AFTER, LOOK_AGAIN_AFTER, LOOKS_BEFORE_ASKING
from inbox.runtime import Runtime

MOST_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=15)


def confirm(runtime: Runtime, claim: Claim, receipt: Receipt) -> None:
    """Take in that the platform published the reply."""
    with runtime.writing() as session:
        accounts.locked(session, claim.account_id)
        spending.count(session, claim.account_id, receipt.spent)
        delivery = load(session, claim.delivery_id)
        if delivery.state is not DeliveryState.SENT:
            settlement.confirm(session, delivery, receipt)


def doubt(runtime: Runtime, claim: Claim, reason: str) -> None:
    """Take in that the platform may or may not have published it."""
    with runtime.writing() as session:
        if release(session, claim, **unknown(clock.now(session), reason)):
            record(session, claim.delivery_id, "reply.became_unknown")


def look_again(
    runtime: Runtime, claim: Claim, reason: str, *, times_not_found: int | None = None
) -> None:
    """Keep it unknown for another look; ask a person when looking does not settle it.

    `times_not_found` where this look showed that it is not there.
    """
    looks = claim.looks + 1
    wait = LOOK_AFTER[looks] if looks < len(LOOK_AFTER) else LOOK_AGAIN_AFTER
    with runtime.writing() as session:
        asks = looks >= LOOKS_BEFORE_ASKING
        kept = release(
            session,
            claim,
            looks=looks,
            times_not_found=times_not_found or claim.times_not_found,
            reason=reason,
            needs_person=asks,
            due_at=clock.now(session) + wait,
        )
        if kept and looks == LOOKS_BEFORE_ASKING:
            record(session, claim.delivery_id, "reply.needs_decision")
            _tell_writer(session, claim, NotificationKind.ANSWER_UNKNOWN)


def requeue(runtime: Runtime, claim: Claim) -> None:
    """Send again what the platform has shown, three times over, not to have."""
    if claim.attempts >= MOST_ATTEMPTS:
        _fail(
            runtime,
            claim,
            Phrase("It was tried {attempts} times and never arrived.", attempts=claim.attempts),
        )
        return
    with runtime.writing() as session:
        release(
            session,
            claim,
            state=DeliveryState.QUEUED,
            needs_person=False,
            due_at=clock.now(session),
        )


def not_sent(runtime: Runtime, claim: Claim, problem: ConnectorError) -> None:
    """Take in why the platform certainly did not publish it."""
    match problem:
        case Refused():
            _fail(runtime, claim, str(problem))
        case NeedsReconnection():
            stop_account(runtime, claim, problem)
        case TryLater():
            _postpone(runtime, claim, problem)
        case _:
            raise problem


def stop_account(runtime: Runtime, claim: Claim, problem: NeedsReconnection) -> None:
    """Stop the account; the reply waits, as it was, until somebody connects it again."""
    with runtime.writing() as session:
        accounts.stop(session, claim.account_id, str(problem), since=claim.connected_at)
    with runtime.writing() as session:
        delivery = load(session, claim.delivery_id)
        state = (
            DeliveryState.UNKNOWN
            if delivery.state is DeliveryState.UNKNOWN
            else DeliveryState.QUEUED
        )
        if release(session, claim, state=state, reason=str(problem)):
            record(session, claim.delivery_id, "reply.held", reason=str(problem))


def _fail(runtime: Runtime, claim: Claim, reason: str) -> None:
    with runtime.writing() as session:
        now = clock.now(session)
        if release(session, claim, state=DeliveryState.FAILED, reason=reason, finished_at=now):
            record(session, claim.delivery_id, "reply.failed", reason=reason)
            _tell_writer(session, claim, NotificationKind.ANSWER_FAILED)
            missing.note_answered(session, load(session, claim.delivery_id).message, now)


def _tell_writer(session: Session, claim: Claim, kind: NotificationKind) -> None:
    delivery = load(session, claim.delivery_id)
    writer = delivery.message.author_user_id
    notifying.tell(
        session,
        [writer] if writer else [],
        kind,
        delivery.conversation,
        # Attempts are counted anew when somebody tries again; its moment is of this one alone.
        cause=f"delivery:{delivery.id}:{delivery.attempted_at}:{kind}",
    )


def _postpone(runtime: Runtime, claim: Claim, problem: TryLater) -> None:
    with runtime.writing() as session:
        retry_at: datetime = problem.retry_at or clock.now(session) + RETRY_AFTER
        if release(
            session, claim, state=DeliveryState.QUEUED, due_at=retry_at, reason=str(problem)
        ):
            record(session, claim.delivery_id, "reply.postponed", until=retry_at.isoformat())
