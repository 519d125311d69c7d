"""How does one event reach one subscriber, at least once?

The row is the truth: a worker claims it for a while, and what failed is tried again, later
and later. A worker that dies after sending sends it twice, under one number.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session, selectinload, undefer

from connectors import posting
from connectors.phrases import Phrase
from connectors.posting import Gone, NotTold
from inbox import announcing, clock
from inbox.db import Instant
from inbox.models import Dispatch, DispatchState, Event, Subscriber
from inbox.rows import changed
from inbox.runtime import Runtime
from inbox.subscribers import choosing, due_dispatches, payloads, signing
from inbox.vault import SealBroken

LEASE = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(hours=24)
FIRST_REST, LONGEST_REST = timedelta(seconds=10), timedelta(hours=3)
GONE = Phrase("It says that nothing is taken there any more.")
TOOK_NOTHING = Phrase("It took nothing for a day.")
SEALED = Phrase(
    "Its secret cannot be opened with the key given, so nothing is sent. Put the right key back, "
    "or give it a new secret."
)
_chance = secrets.SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """What is to be sent; no headers where the secret that signs it cannot be opened."""

    dispatch: Dispatch
    body: bytes | None
    headers: dict[str, str]


def send(runtime: Runtime, dispatch_id: int) -> None:
    """Tell a subscriber what is due, unless another worker does or it is not its turn."""
    claim = _claimed(runtime, dispatch_id)
    if claim is None:
        return
    if claim.body is None:
        _settle(runtime, claim.dispatch, DispatchState.NEEDLESS)
        return
    if not claim.headers:
        due_at = runtime.clock.now() + rest(claim.dispatch.attempts)
        _wait(runtime, claim.dispatch, due_at, SEALED)
        return
    try:
        posting.post(
            claim.dispatch.subscriber.address,
            claim.body,
            claim.headers,
            on_this_machine=is_practice(runtime),
        )
    except NotTold as problem:
        _fail(runtime, claim.dispatch, problem)
    else:
        _settle(runtime, claim.dispatch, DispatchState.SENT)


def is_practice(runtime: Runtime) -> bool:
    """Say whether stand-ins on this machine may be told, too."""
    return runtime.settings.platform_address is not None


def rest(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: three times as long each, and by chance."""
    longest: timedelta = min(FIRST_REST * 3 ** min(attempts - 1, 10), LONGEST_REST)
    return longest * _chance.uniform(0.8, 1.2)


def _claimed(runtime: Runtime, dispatch_id: int) -> _Claim | None:
    with runtime.writing() as session:
        now = clock.now(session)
        won = changed(
            session,
            update(Dispatch)
            .where(Dispatch.id == dispatch_id, due_dispatches.may_be_sent(now))
            .values(
                leased_until=now + LEASE,
                attempts=Dispatch.attempts + 1,
                first_tried_at=func.coalesce(Dispatch.first_tried_at, literal(now, Instant)),
            ),
        )
        return _claim(session, dispatch_id) if won else None


def _claim(session: Session, dispatch_id: int) -> _Claim:
    dispatch = session.scalars(
        select(Dispatch)
        .where(Dispatch.id == dispatch_id)
        .options(
            selectinload(Dispatch.subscriber).options(undefer(Subscriber.sealed)),
            selectinload(Dispatch.event).selectinload(Event.user),
        )
    ).one()
    body = payloads.body(session, dispatch)
    try:
        secret = session.info["vault"].open(dispatch.subscriber.sealed)["secret"]
    except SealBroken:
        return _Claim(dispatch=dispatch, body=body, headers={})
    headers = {"Content-Type": "application/json", "User-Agent": "Hearback"}
    if body is not None:
        number = payloads.number(dispatch)
        headers |= signing.headers(secret, number, clock.now(session), body)
    return _Claim(dispatch=dispatch, body=body, headers=headers)


def _fail(runtime: Runtime, dispatch: Dispatch, problem: NotTold) -> None:
    words, now = str(problem), runtime.clock.now()
    due_at = now + rest(dispatch.attempts)
    is_gone = isinstance(problem, Gone)
    if is_gone or due_at > (dispatch.first_tried_at or now) + GIVEN_UP_AFTER:
        _settle(runtime, dispatch, DispatchState.DEAD, problem=words, is_gone=is_gone)
        return
    _wait(runtime, dispatch, due_at, words)


def _wait(runtime: Runtime, dispatch: Dispatch, due_at: datetime, problem: str) -> None:
    with runtime.writing() as session:
        if _let_go(session, dispatch, due_at=due_at, problem=problem):
            _note_failure(session, dispatch, problem, clock.now(session))


def _settle(
    runtime: Runtime,
    dispatch: Dispatch,
    state: DispatchState,
    *,
    problem: str = "",
    is_gone: bool = False,
) -> None:
    with runtime.writing() as session:
        now = clock.now(session)
        if not _let_go(session, dispatch, state=state, settled_at=now, problem=problem):
            return
        if state is DispatchState.SENT:
            _note_success(session, dispatch, now)
        elif state is DispatchState.DEAD:
            _note_failure(session, dispatch, problem, now)
            _pause_if_it_always_fails(session, dispatch, is_gone=is_gone)
        following = due_dispatches.next_after(session, dispatch)
        if following:
            announcing.dispatch_is_due(session, following)


def _let_go(session: Session, dispatch: Dispatch, **values: object) -> bool:
    return changed(
        session,
        update(Dispatch)
        .where(
            Dispatch.id == dispatch.id,
            Dispatch.attempts == dispatch.attempts,
            Dispatch.state == DispatchState.WAITING,
        )
        .values({"leased_until": None, "nudged_at": None, **values}),
    )


def _note_success(session: Session, dispatch: Dispatch, now: datetime) -> None:
    _note(session, dispatch, sent_at=now, failing_since=None, problem="")
    due_dispatches.forget_old(session, dispatch.subscriber_id)


def _note_failure(session: Session, dispatch: Dispatch, problem: str, now: datetime) -> None:
    since = func.coalesce(Subscriber.failing_since, literal(now, Instant))
    _note(session, dispatch, failing_since=since, problem=problem)


def _pause_if_it_always_fails(session: Session, dispatch: Dispatch, *, is_gone: bool) -> None:
    subscriber = session.get_one(Subscriber, dispatch.subscriber_id, with_for_update=True)
    session.refresh(subscriber)
    took_none = subscriber.sent_at is None or (
        dispatch.first_tried_at is not None and subscriber.sent_at < dispatch.first_tried_at
    )
    if (is_gone or took_none) and subscriber.paused_at is None:
        choosing.pause_for(session, subscriber, GONE if is_gone else TOOK_NOTHING)


def _note(session: Session, dispatch: Dispatch, **values: object) -> None:
    session.execute(
        update(Subscriber)
        .where(Subscriber.id == dispatch.subscriber_id)
        .values(values)
        .execution_options(synchronize_session=False)
    )
