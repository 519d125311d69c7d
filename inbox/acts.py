"""What did somebody just do, so that they may take it back?"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from inbox import clock
from inbox.models import Act, Conversation, Event, User

UNDOABLE_FOR = timedelta(minutes=10)


def keep(session: Session, event: Event, *, by: User, **before: Any) -> None:
    """Keep what a change replaced. What is done in one transaction is undone in one go.

    `before` holds JSON values.
    """
    batch = session.info.setdefault("batch", uuid.uuid4().hex)
    act = Act(batch=batch, user_id=by.id, conversation_id=event.conversation_id, event=event)
    act.done_at, act.before = event.occurred_at, before
    session.add(act)


def standing(conversation: Conversation) -> dict[str, Any]:
    """Return how a conversation stands between open and resolved, to be kept."""
    resolved_at, snoozed_until = conversation.resolved_at, conversation.snoozed_until
    return {
        "status": conversation.status.value,
        "named_status_id": conversation.named_status_id,
        "is_new_cycle": conversation.is_new_cycle,
        "resolved_at": resolved_at.isoformat() if resolved_at else None,
        "snoozed_until": snoozed_until.isoformat() if snoozed_until else None,
    }


def last(session: Session, by: User) -> Sequence[Act]:
    """Return what somebody did last and may still take back, with its events."""
    newest = select(Act.batch).where(Act.user_id == by.id, *_is_undoable(session))
    batch = session.scalar(newest.order_by(Act.id.desc()).limit(1))
    return of_batch(session, batch, by) if batch else ()


def of_batch(session: Session, batch: str, by: User) -> Sequence[Act]:
    """Return what of one go of theirs somebody may still take back, by conversation."""
    return session.scalars(
        select(Act)
        .where(Act.batch == batch, Act.user_id == by.id, *_is_undoable(session))
        .options(selectinload(Act.event))
        .order_by(Act.conversation_id, Act.id.desc())
    ).all()


def _is_undoable(session: Session) -> tuple[Any, ...]:
    return Act.undone_at.is_(None), Act.done_at > clock.now(session) - UNDOABLE_FOR
