"""Under which head does a row of the list stand?

The heads follow the order of `inbox.queues`: a row's group never comes before that
of the row above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy import ColumnElement, and_, case, literal_column, not_, or_

from connectors.phrases import Phrase
from inbox.models import Conversation, Priority, Status

SOON = timedelta(minutes=15)
"""How long before it is due something stands under a head of its own."""


class Group(StrEnum):
    """A part of a view, in triage order."""

    URGENT = "urgent"
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    WAITING = "waiting"
    ANSWERED = "answered"
    MUTED = "muted"

    @property
    def heading(self) -> str:
        """What the head says."""
        return _HEADINGS[self]


_HEADINGS = {
    Group.URGENT: Phrase("Urgent"),
    Group.OVERDUE: Phrase("Overdue"),
    Group.SOON: Phrase("Due within 15 minutes"),
    Group.LATER: Phrase("Later"),
    Group.WAITING: Phrase("Waiting for an answer"),
    Group.ANSWERED: Phrase("Waiting on them"),
    Group.MUTED: Phrase("Muted"),
}


# What is resolved is urgent, or muted, for nobody any more.
_is_unresolved: ColumnElement[bool] = literal_column("conversation.status <> 'resolved'")
IS_URGENT: ColumnElement[bool] = and_(Conversation.priority == Priority.URGENT, _is_unresolved)
IS_MUTED: ColumnElement[bool] = and_(Conversation.is_muted, _is_unresolved, not_(IS_URGENT))
_IS_OTHER = and_(not_(IS_URGENT), not_(IS_MUTED))
_WAITS: ColumnElement[bool] = Conversation.waiting_since.is_not(None)
_IS_DUE: ColumnElement[bool] = Conversation.due_at.is_not(None)
_RANKS = {group: rank for rank, group in enumerate(Group)}


def rank_of(group: Group) -> int:
    """Return which place a group has among them."""
    return _RANKS[group]


def rank(now: datetime) -> ColumnElement[int]:
    """Say to a database which place the group of a conversation has at a moment."""
    return case(
        (IS_URGENT, _RANKS[Group.URGENT]),
        (IS_MUTED, _RANKS[Group.MUTED]),
        (Conversation.due_at <= now, _RANKS[Group.OVERDUE]),
        (Conversation.due_at <= now + SOON, _RANKS[Group.SOON]),
        (not_(_WAITS), _RANKS[Group.ANSWERED]),
        (_IS_DUE, _RANKS[Group.LATER]),
        else_=_RANKS[Group.WAITING],
    )


def held(now: datetime) -> dict[Group, ColumnElement[bool]]:
    """Say to a database which conversations stand in each group at a moment."""
    due, soon = Conversation.due_at, now + SOON
    return {
        Group.URGENT: IS_URGENT,
        Group.OVERDUE: and_(_IS_OTHER, due <= now),
        Group.SOON: and_(_IS_OTHER, due > now, due <= soon),
        Group.LATER: and_(_IS_OTHER, _WAITS, due > soon),
        Group.WAITING: and_(_IS_OTHER, _WAITS, not_(_IS_DUE)),
        Group.ANSWERED: and_(_IS_OTHER, not_(_WAITS), or_(not_(_IS_DUE), due > soon)),
        Group.MUTED: IS_MUTED,
    }


def of(conversation: Conversation, now: datetime) -> Group:
    """Return the group of a conversation at a moment."""
    if conversation.priority is Priority.URGENT and conversation.status is not Status.RESOLVED:
        return Group.URGENT
    if conversation.is_muted and conversation.status is not Status.RESOLVED:
        return Group.MUTED
    if conversation.due_at and conversation.due_at <= now + SOON:
        return Group.OVERDUE if conversation.due_at <= now else Group.SOON
    if conversation.waiting_since is None:
        return Group.ANSWERED
    return Group.LATER if conversation.due_at else Group.WAITING


def grouped(
    rows: Iterable[Conversation], now: datetime
) -> Iterator[tuple[Group, list[Conversation]]]:
    """Yield the rows of a list that was put in triage order at a moment, group by group."""
    for group, members in groupby(rows, lambda row: of(row, now)):
        yield group, list(members)
