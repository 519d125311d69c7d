"""Under which head does a row of the list stand?

The heads follow the order of `inbox.queues`: a row's group never comes before that
of the row above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby

from connectors.phrases import Phrase
from inbox.models import Conversation, Priority, Status


class Group(StrEnum):
    """A part of a view, in triage order."""

    URGENT = "urgent"
    WAITING = "waiting"
    ANSWERED = "answered"
    MUTED = "muted"

    @property
    def heading(self) -> str:
        """What the head says."""
        return _HEADINGS[self]


_HEADINGS = {
    Group.URGENT: Phrase("Urgent"),
    Group.WAITING: Phrase("Waiting for an answer"),
    Group.ANSWERED: Phrase("Waiting on them"),
    Group.MUTED: Phrase("Muted"),
}


def of(conversation: Conversation) -> Group:
    """Return the group of a conversation."""
    if conversation.priority is Priority.URGENT and conversation.status is not Status.RESOLVED:
        return Group.URGENT
    if conversation.is_muted and conversation.status is not Status.RESOLVED:
        return Group.MUTED
    return Group.WAITING if conversation.waiting_since else Group.ANSWERED


def grouped(rows: Iterable[Conversation]) -> Iterator[tuple[Group, list[Conversation]]]:
    """Yield the rows of a list that is in triage order, group by group."""
    for group, members in groupby(rows, of):
        yield group, list(members)
