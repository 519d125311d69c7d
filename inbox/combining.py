"""How does a conversation stand that another one of the same person became a part of?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from inbox import clock
from inbox.models import Conversation, Priority, Status
from inbox.protocol import following

_WAKEFUL = (Status.OPEN, Status.PENDING, Status.SNOOZED, Status.RESOLVED)
_URGENT_FIRST = tuple(reversed(Priority))


def combine(session: Session, source: Conversation, goal: Conversation) -> None:
    """Let the goal stand for both, and the source for nothing. The caller holds both."""
    awake = min((goal, source), key=lambda one: _WAKEFUL.index(one.status))
    goal.status, goal.snoozed_until = awake.status, awake.snoozed_until
    goal.resolved_at, goal.named_status_id = awake.resolved_at, awake.named_status_id
    if source.status is not Status.RESOLVED:
        _hurry(session, goal, source.priority)
    goal.assignee_id = goal.assignee_id or source.assignee_id
    goal.team_id = goal.team_id or source.team_id
    goal.is_unread = goal.is_unread or source.is_unread
    if source.active_at > goal.active_at:
        goal.snippet, goal.active_at = source.snippet, source.active_at
        goal.language = source.language or goal.language
    goal.waiting_since = _first(goal.waiting_since, source.waiting_since)
    goal.is_new_cycle = goal.is_new_cycle and goal.waiting_since is None
    goal.answer_by = max(filter(None, (goal.answer_by, source.answer_by)), default=None)
    goal.tags = [*goal.tags, *(tag for tag in source.tags if tag not in goal.tags)]
    source.status, source.resolved_at = Status.RESOLVED, clock.now(session)
    source.waiting_since = source.snoozed_until = source.named_status_id = None
    source.is_unread = False
    source.merged_into_id = goal.id


def _hurry(session: Session, goal: Conversation, to: Priority) -> None:
    before, goal.priority = goal.priority, min(goal.priority, to, key=_URGENT_FIRST.index)
    if goal.priority is Priority.URGENT and before is not Priority.URGENT:
        following.begin(session, goal)


def _first(*moments: datetime | None) -> datetime | None:
    return min(filter(None, moments), default=None)
