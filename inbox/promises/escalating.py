"""What is about to break, what has broken, and who is told?

Each step of a promise is taken once: its moment is written by a conditional update, in one
transaction with the event and all that follows. A scheduler that dies in between has done
nothing; two of them meet at the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from inbox import clock, conversations, timeline
from inbox.models import Conversation, NotificationKind, Promise
from inbox.promises import following, promising
from inbox.rows import changed

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
    for conversation_id in conversation_ids:
        # Merged meanwhile it promises nothing, and has no step.
        conversation = conversations.locked_even_merged(session, conversation_id)
        for promise in _due_of(session, conversation):
            _take_steps(session, conversation, promise)


def _due_of(session: Session, conversation: Conversation) -> Sequence[Promise]:
    return session.scalars(
        select(Promise)
        .where(
            Promise.conversation_id == conversation.id,
            Promise.next_at <= clock.now(session),
        )
        .options(selectinload(Promise.policy))
        .order_by(Promise.id)
        .execution_options(populate_existing=True)
    ).all()


def _take_steps(session: Session, conversation: Conversation, promise: Promise) -> None:
    now, is_broken = clock.now(session), False
    if promise.due_at and promise.due_at <= now:
        is_broken = _once(session, promise, Promise.breached_at, now)
    is_new = not promise.warned_at and _once(session, promise, Promise.warned_at, now)
    if is_new and not is_broken:
        _tell(session, conversation, promise, "promise.warned")
        follows, kind = promise.policy.after_warning, NotificationKind.PROMISE_DUE
        following.follow(session, conversation, promise, follows, kind)
    if is_broken:
        _tell(session, conversation, promise, "promise.breached")
        follows, kind = promise.policy.after_breach, NotificationKind.PROMISE_BROKEN
        following.follow(session, conversation, promise, follows, kind)
    promise.next_at = promising.next_step(promise)


def _once(
    session: Session,
    promise: Promise,
    step: InstrumentedAttribute[datetime | None],
    now: datetime,
) -> bool:
    is_ours = changed(
        session,
        update(Promise).where(Promise.id == promise.id, step.is_(None)).values({step: now}),
    )
    session.refresh(promise)
    return is_ours


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
