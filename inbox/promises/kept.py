"""Was what a conversation was promised kept?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from inbox.models import Conversation, Promise, PromiseKind, WaitEnd


class Standing(StrEnum):
    """How a promise stands."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    KEPT = "kept"
    MISSED = "missed"
    CLOSED = "closed"


def newest(session: Session, conversation_id: int) -> list[Promise]:
    """Return the newest promise of each kind that a policy still makes."""
    found: dict[PromiseKind, Promise] = {}
    ordered = (
        select(Promise)
        .where(Promise.conversation_id == conversation_id, Promise.target.is_not(None))
        .options(selectinload(Promise.policy), selectinload(Promise.wait))
        .order_by(Promise.id)
    )
    for one in session.scalars(ordered):
        found[one.kind] = one
    return [found[kind] for kind in PromiseKind if kind in found]


def ended_at(promise: Promise, conversation: Conversation) -> datetime | None:
    """Return when what was promised happened, or came to an end without it."""
    is_resolution = promise.kind is PromiseKind.RESOLUTION
    return conversation.resolved_at if is_resolution else promise.wait.ended_at


def standing(promise: Promise, conversation: Conversation) -> Standing:
    """Say how a promise stands. Closed without a reply it is neither kept nor missed."""
    if promise.is_running:
        return _running(promise)
    ended = ended_at(promise, conversation)
    is_answer = promise.kind is not PromiseKind.RESOLUTION
    if ended is None or (is_answer and promise.wait.end is not WaitEnd.ANSWERED):
        return Standing.CLOSED
    # Paused when it ended, it was in time.
    return Standing.KEPT if not promise.due_at or ended <= promise.due_at else Standing.MISSED


def _running(promise: Promise) -> Standing:
    if promise.due_at is None:
        return Standing.PAUSED
    # What is due later by another policy now is not overdue, though it was.
    is_over = promise.breached_at is not None and promise.due_at <= promise.breached_at
    return Standing.OVERDUE if is_over else Standing.RUNNING
