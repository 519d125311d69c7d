"""How does a reply get out exactly once?

Claim, call, confirm, each in a transaction of its own. A claim is a conditional
update; a call that may or may not have taken effect leaves the delivery
unknown, and from there the platform is looked at before anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, selectinload

from connectors.base import Access, OutgoingReply, Receipt
from connectors.errors import (
    ConnectorError,
    NeedsReconnection,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from connectors.registry import CONNECTORS
from inbox import accounts, clock, conversations, leases, settlement, timeline
from inbox.models import (
    Account,
    AccountState,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
)
from inbox.rows import changed
from inbox.runtime import Runtime

MOST_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=15)
# A reply is sent again only after it was looked for, and not found, at each of
# these moments: a platform may apply a write after its answer was lost. Together
# they outlast the longest call, so that no attempt is still under way by then.
LOOK_AFTER = (timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=10))
LOOK_AGAIN_AFTER = timedelta(seconds=30)
LOOKS_BEFORE_ASKING = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery held by this worker, with all that is needed to act on it."""

    delivery_id: int
    account_id: int
    holder: str
    reply: OutgoingReply
    access: Access
    connector: str
    looks: int
    attempts: int


def deliver(runtime: Runtime, delivery_id: int) -> None:
    """Do the next thing for a delivery: send it, or look whether it was sent."""
    _give_up_dead_attempt(runtime, delivery_id)
    if claim := _claim_to_send(runtime, delivery_id):
        _send(runtime, claim)
    elif claim := _claim_to_look(runtime, delivery_id):
        _look(runtime, claim)


def _send(runtime: Runtime, claim: Claim) -> None:
    connector = CONNECTORS[claim.connector](claim.access)
    try:
        with leases.kept(lambda: _renew(runtime, claim)):
            receipt = connector.send(claim.reply)
    except OutcomeUnknown as problem:
        _doubt(runtime, claim, str(problem))
    except ConnectorError as problem:
        _not_sent(runtime, claim, problem)
    else:
        _confirm(runtime, claim, receipt)


def _look(runtime: Runtime, claim: Claim) -> None:
    connector = CONNECTORS[claim.connector](claim.access)
    try:
        with leases.kept(lambda: _renew(runtime, claim)):
            receipt = connector.find_sent(claim.reply)
    except NeedsReconnection as problem:
        _stop_account(runtime, claim, problem)
    except ConnectorError as problem:
        _look_again(runtime, claim, f"It could not be looked for: {problem}")
    else:
        _judge(runtime, claim, receipt)


def _judge(runtime: Runtime, claim: Claim, receipt: Receipt | None) -> None:
    if receipt:
        _confirm(runtime, claim, receipt)
    elif claim.looks + 1 < len(LOOK_AFTER):
        _look_again(runtime, claim, "The platform does not show it yet.")
    else:
        _requeue(runtime, claim)


def _give_up_dead_attempt(runtime: Runtime, delivery_id: int) -> None:
    """Turn an attempt whose worker died into an unknown outcome."""
    with runtime.writing() as session:
        now = clock.now(session)
        died = changed(
            session,
            update(Delivery)
            .where(
                Delivery.id == delivery_id,
                Delivery.state == DeliveryState.SENDING,
                Delivery.leased_until < now,
            )
            .values(_unknown(now, "The process that sent it ended before the platform answered.")),
        )
        if died:
            _record(session, delivery_id, "reply.became_unknown")


def _claim_to_send(runtime: Runtime, delivery_id: int) -> Claim | None:
    holder = leases.new_holder()
    with runtime.writing() as session:
        now = clock.now(session)
        won = changed(
            session,
            update(Delivery)
            .where(
                Delivery.id == delivery_id,
                Delivery.state == DeliveryState.QUEUED,
                Delivery.due_at <= now,
                _account_is_connected(),
            )
            .values(
                state=DeliveryState.SENDING,
                attempts=Delivery.attempts + 1,
                attempted_at=now,
                leased_by=holder,
                leased_until=now + leases.LEASE,
                nudged_at=None,
            ),
        )
        return _claimed(session, delivery_id, holder) if won else None


def _claim_to_look(runtime: Runtime, delivery_id: int) -> Claim | None:
    holder = leases.new_holder()
    with runtime.writing() as session:
        now = clock.now(session)
        won = changed(
            session,
            update(Delivery)
            .where(
                Delivery.id == delivery_id,
                Delivery.state == DeliveryState.UNKNOWN,
                Delivery.due_at <= now,
                (Delivery.leased_until.is_(None)) | (Delivery.leased_until < now),
                _account_is_connected(),
            )
            .values(leased_by=holder, leased_until=now + leases.LEASE, nudged_at=None),
        )
        return _claimed(session, delivery_id, holder) if won else None


def _account_is_connected() -> ColumnElement[bool]:
    return Delivery.account_id.in_(
        select(Account.id).where(Account.state == AccountState.CONNECTED)
    )


def _claimed(session: Session, delivery_id: int, holder: str) -> Claim:
    delivery = _load(session, delivery_id)
    account = accounts.find(session, delivery.account_id)
    return Claim(
        delivery_id=delivery.id,
        account_id=account.id,
        holder=holder,
        reply=_outgoing(delivery),
        access=accounts.access(session, account.id),
        connector=account.connector,
        looks=delivery.looks,
        attempts=delivery.attempts,
    )


def _outgoing(delivery: Delivery) -> OutgoingReply:
    conversation, message = delivery.conversation, delivery.message
    return OutgoingReply(
        kind=conversation.kind,
        audience=message.audience,
        text=message.text,
        thread_id=conversation.thread_id,
        reply_to=message.reply_to or conversation.thread_id,
        recipient_id=delivery.recipient_id,
        client_token=delivery.client_token,
        attempted_at=delivery.attempted_at or delivery.due_at,
        post_id=conversation.post.external_id if conversation.post else None,
    )


def _confirm(runtime: Runtime, claim: Claim, receipt: Receipt) -> None:
    with runtime.writing() as session:
        accounts.locked(session, claim.account_id)
        delivery = _load(session, claim.delivery_id)
        if delivery.state is not DeliveryState.SENT:
            settlement.confirm(session, delivery, receipt)


def _doubt(runtime: Runtime, claim: Claim, reason: str) -> None:
    with runtime.writing() as session:
        if _release(session, claim, **_unknown(clock.now(session), reason)):
            _record(session, claim.delivery_id, "reply.became_unknown")


def _look_again(runtime: Runtime, claim: Claim, reason: str) -> None:
    looks = claim.looks + 1
    wait = LOOK_AFTER[looks] if looks < len(LOOK_AFTER) else LOOK_AGAIN_AFTER
    with runtime.writing() as session:
        asks = looks >= LOOKS_BEFORE_ASKING
        kept = _release(
            session,
            claim,
            looks=looks,
            reason=reason,
            needs_person=asks,
            due_at=clock.now(session) + wait,
        )
        if kept and looks == LOOKS_BEFORE_ASKING:
            _record(session, claim.delivery_id, "reply.needs_decision")


def _requeue(runtime: Runtime, claim: Claim) -> None:
    """Send again what the platform has shown, three times over, not to have."""
    if claim.attempts >= MOST_ATTEMPTS:
        _fail(runtime, claim, f"It was tried {claim.attempts} times and never arrived.")
        return
    with runtime.writing() as session:
        _release(session, claim, state=DeliveryState.QUEUED, looks=0, due_at=clock.now(session))


def _not_sent(runtime: Runtime, claim: Claim, problem: ConnectorError) -> None:
    match problem:
        case Refused():
            _fail(runtime, claim, str(problem))
        case NeedsReconnection():
            _stop_account(runtime, claim, problem)
        case TryLater():
            _postpone(runtime, claim, problem)
        case _:
            raise problem


def _fail(runtime: Runtime, claim: Claim, reason: str) -> None:
    with runtime.writing() as session:
        now = clock.now(session)
        if _release(session, claim, state=DeliveryState.FAILED, reason=reason, finished_at=now):
            _record(session, claim.delivery_id, "reply.failed", reason=reason)


def _postpone(runtime: Runtime, claim: Claim, problem: TryLater) -> None:
    with runtime.writing() as session:
        retry_at: datetime = problem.retry_at or clock.now(session) + RETRY_AFTER
        if _release(
            session, claim, state=DeliveryState.QUEUED, due_at=retry_at, reason=str(problem)
        ):
            _record(session, claim.delivery_id, "reply.postponed", until=retry_at.isoformat())


def _stop_account(runtime: Runtime, claim: Claim, problem: NeedsReconnection) -> None:
    """Stop the account; the reply waits, as it was, until somebody connects it again."""
    with runtime.writing() as session:
        accounts.stop(session, claim.account_id, str(problem))
    with runtime.writing() as session:
        delivery = _load(session, claim.delivery_id)
        state = (
            DeliveryState.UNKNOWN
            if delivery.state is DeliveryState.UNKNOWN
            else DeliveryState.QUEUED
        )
        if _release(session, claim, state=state, reason=str(problem)):
            _record(session, claim.delivery_id, "reply.held", reason=str(problem))


def _renew(runtime: Runtime, claim: Claim) -> None:
    with runtime.writing() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.id == claim.delivery_id, Delivery.leased_by == claim.holder)
            .values(leased_until=clock.now(session) + leases.LEASE)
        )


def _release(session: Session, claim: Claim, **values: object) -> bool:
    """Let go of a delivery, changed, unless somebody else holds or settled it."""
    return changed(
        session,
        update(Delivery)
        .where(Delivery.id == claim.delivery_id, Delivery.leased_by == claim.holder)
        .values({"leased_by": None, "leased_until": None, **values}),
    )


def _unknown(now: datetime, reason: str) -> dict[str, object]:
    return {
        "state": DeliveryState.UNKNOWN,
        "reason": reason,
        "looks": 0,
        "due_at": now + LOOK_AFTER[0],
        "leased_by": None,
        "leased_until": None,
        "nudged_at": None,
    }


def _record(session: Session, delivery_id: int, name: str, **data: str) -> None:
    delivery = _load(session, delivery_id)
    conversation = conversations.locked(session, delivery.conversation_id)
    timeline.record(session, name, conversation, by=None, message_id=delivery.message_id, **data)


def _load(session: Session, delivery_id: int) -> Delivery:
    return session.scalars(
        select(Delivery)
        .where(Delivery.id == delivery_id)
        .options(
            selectinload(Delivery.message).selectinload(Message.author_user),
            selectinload(Delivery.conversation).selectinload(Conversation.post),
        )
        .execution_options(populate_existing=True)
    ).one()
