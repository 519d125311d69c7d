"""What is to be sent to subscribers now, and whose turn is it?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from inbox import clock
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.models import Dispatch, DispatchState, Subscriber

ROUND_LIMIT = 100
KEPT = timedelta(days=30)


def nudge_due(session: Session) -> list[int]:
    """Return what is to be sent now, noting that a worker was told."""
    now = clock.now(session)
    is_nudged = or_(Dispatch.nudged_at.is_(None), Dispatch.nudged_at < now - NUDGE_AGAIN_AFTER)
    due = (
        select(Dispatch.id)
        .where(may_be_sent(now), is_nudged)
        .order_by(Dispatch.due_at)
        .limit(ROUND_LIMIT)
    )
    return list(
        session.scalars(
            update(Dispatch)
            .where(Dispatch.id.in_(due))
            .values(nudged_at=now)
            .returning(Dispatch.id)
            .execution_options(synchronize_session=False)
        )
    )


def may_be_sent(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a dispatch that is due, free, and the first of its turn."""
    return and_(
        Dispatch.state == DispatchState.WAITING,
        Dispatch.due_at <= now,
        or_(Dispatch.leased_until.is_(None), Dispatch.leased_until < now),
        ~_has_one_before(),
        exists()
        .where(
            Subscriber.id == Dispatch.subscriber_id,
            Subscriber.paused_at.is_(None),
            Subscriber.removed_at.is_(None),
        )
        .correlate(Dispatch),
    )


def next_after(session: Session, sent: Dispatch) -> int | None:
    """Return what waits behind a dispatch of the same conversation, if it is due."""
    return session.scalar(
        select(Dispatch.id).where(
            Dispatch.subscriber_id == sent.subscriber_id,
            Dispatch.conversation_id == sent.conversation_id,
            may_be_sent(clock.now(session)),
        )
    )


def forget_old(session: Session, subscriber_id: int) -> None:
    """Forget what a subscriber took long ago. What was given up is kept for replay."""
    session.execute(
        delete(Dispatch).where(
            Dispatch.subscriber_id == subscriber_id,
            Dispatch.settled_at < clock.now(session) - KEPT,
            Dispatch.state.in_((DispatchState.SENT, DispatchState.NEEDLESS)),
        )
    )


# One event may be two dispatches, of which the first was written first.
def _has_one_before() -> ColumnElement[bool]:
    before = aliased(Dispatch)
    return (
        exists()
        .where(
            before.subscriber_id == Dispatch.subscriber_id,
            before.conversation_id == Dispatch.conversation_id,
            before.state == DispatchState.WAITING,
            or_(
                before.event_id < Dispatch.event_id,
                and_(before.event_id == Dispatch.event_id, before.id < Dispatch.id),
            ),
        )
        .correlate(Dispatch)
    )
