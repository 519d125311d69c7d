"""What was given up, why, and how is it sent again? And how much waits?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import announcing, clock
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import NotFound
from inbox.models import Dispatch, DispatchState, Subscriber, User
from inbox.subscribers import choosing

SHOWN = 100


class NothingGivenUp(NotFound):
    """It was not given up, or somebody was quicker and had it sent again."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is not among what was given up."))


def counts(session: Session, state: DispatchState) -> Counter[int]:
    """Count what is in a state, for each subscriber."""
    query = select(Dispatch.subscriber_id, func.count()).where(Dispatch.state == state)
    found = session.execute(query.group_by(Dispatch.subscriber_id))
    return Counter({number: count for number, count in found})  # noqa: C416 - rows are no pairs to mypy


def listed(session: Session) -> Sequence[Dispatch]:
    """Return what was given up of late and may be sent again, the newest first."""
    return session.scalars(
        select(Dispatch)
        .join(Subscriber, Subscriber.id == Dispatch.subscriber_id)
        .where(Dispatch.state == DispatchState.DEAD, Subscriber.removed_at.is_(None))
        .options(selectinload(Dispatch.subscriber), selectinload(Dispatch.event))
        .order_by(Dispatch.settled_at.desc(), Dispatch.id.desc())
        .limit(SHOWN)
    ).all()


def replay(session: Session, dispatch_id: int, *, by: User) -> None:
    """Send again what was given up, under its number. Raises NothingGivenUp."""
    dispatch = session.get(Dispatch, dispatch_id, with_for_update=True)
    if dispatch is None or dispatch.state is not DispatchState.DEAD:
        raise NothingGivenUp
    subscriber = choosing.find(session, dispatch.subscriber_id)
    _again(session, dispatch)
    _record(session, subscriber, 1, by)


def replay_all(session: Session, subscriber_id: int, *, by: User) -> int:
    """Send again all that a subscriber had not taken; return how many. Raises NoSuchSubscriber."""
    subscriber = choosing.find(session, subscriber_id)
    given_up = session.scalars(
        select(Dispatch)
        .where(Dispatch.subscriber_id == subscriber_id, Dispatch.state == DispatchState.DEAD)
        .with_for_update()
    ).all()
    for dispatch in given_up:
        _again(session, dispatch)
    if given_up:
        _record(session, subscriber, len(given_up), by)
    return len(given_up)


def _again(session: Session, dispatch: Dispatch) -> None:
    dispatch.state, dispatch.due_at = DispatchState.WAITING, clock.now(session)
    dispatch.attempts = 0
    dispatch.first_tried_at = dispatch.settled_at = dispatch.nudged_at = None
    dispatch.problem = ""
    announcing.dispatch_is_due(session, dispatch.id)


def _record(session: Session, subscriber: Subscriber, count: int, by: User) -> None:
    on = On("webhook", subscriber.id, subscriber.name)
    recording.record(session, What.HOOK_REPLAYED, by=by, on=on, detail={"count": count})
