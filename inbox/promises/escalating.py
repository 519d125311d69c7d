"""What is about to break, what has broken, and who is told?

Each step of a promise is taken once: its moment is written by a conditional update, in one
transaction with the event and all that follows. A scheduler that dies in between has done
nothing; two of them meet at the row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from inbox import clock, conversations, timeline
from inbox.models import Conversation, NotificationKind, Promise
from inbox.promises import following, promising

ROUND_LIMIT = 200
AT_ONCE = 25
"""How many conversations one transaction holds, so that people's acts come in between."""


def due(session: Session) -> list[Sequence[int]]:
    """Return the conversations whose next step is due, the most overdue first, in handfuls."""
    steps = (
        select(Promise.conversation_id)
        .where(Promise.next_at <= clock.now(session))
        .order_by(Promise.next_at, Promise.id)
        .limit(ROUND_LIMIT)
    )
    found = list(dict.fromkeys(session.scalars(steps)))
    # In one order, as everywhere, so that no two wait for each other for ever.
    return [sorted(found[at : at + AT_ONCE]) for at in range(0, len(found), AT_ONCE)]


def take_steps(session: Session, conversation_ids: Sequence[int]) -> None:
    """Warn of what is soon due and record what is overdue, as far as that still holds."""
    now = clock.now(session)
    # Merged meanwhile it promises nothing, and has no step.
    held = {one.id: one for one in conversations.held(session, conversation_ids)}
    due = _due_of(session, held, now)
    broken = _once(session, [one for one in due if _is_over(one, now)], Promise.breached_at, now)
    warned = _once(session, [one for one in due if not one.warned_at], Promise.warned_at, now)
    leads = following.Leads(session)
    # All of it is written at the end, at once.
    with session.no_autoflush:
        for promise in due:
            conversation = held[promise.conversation_id]
            if promise.id in broken:
                _tell(session, conversation, promise, "promise.breached")
                follows, kind = promise.policy.after_breach, NotificationKind.PROMISE_BROKEN
                following.follow(session, conversation, promise, follows, kind, leads)
            elif promise.id in warned:
                _tell(session, conversation, promise, "promise.warned")
                follows, kind = promise.policy.after_warning, NotificationKind.PROMISE_DUE
                following.follow(session, conversation, promise, follows, kind, leads)
            promise.next_at = promising.next_step(promise)


def _is_over(promise: Promise, now: datetime) -> bool:
    return promise.due_at is not None and promise.due_at <= now


def _due_of(
    session: Session, conversation_ids: Collection[int], now: datetime
) -> Sequence[Promise]:
    return session.scalars(
        select(Promise)
        .where(Promise.conversation_id.in_(conversation_ids), Promise.next_at <= now)
        .options(selectinload(Promise.policy))
        .order_by(Promise.conversation_id, Promise.id)
        .execution_options(populate_existing=True)
    ).all()


def _once(
    session: Session,
    promises: Sequence[Promise],
    step: InstrumentedAttribute[datetime | None],
    now: datetime,
) -> set[int]:
    """Take a step of some promises; return which of them had not taken it."""
    taken = (
        update(Promise)
        .where(Promise.id.in_([one.id for one in promises]), step.is_(None))
        .values({step: now})
        .returning(Promise.id)
        .execution_options(synchronize_session=False)
    )
    ours = set(session.scalars(taken)) if promises else set()
    for one in promises:
        if one.id in ours:
            set_committed_value(one, step.key, now)
    return ours


def _tell(session: Session, conversation: Conversation, promise: Promise, name: str) -> None:
    timeline.record(
        session,
        name,
        conversation,
        kind=promise.kind.value,
        policy=promise.policy.name,
        target=promise.target,
        due_at=promise.due_at.isoformat() if promise.due_at else None,
    )
