"""Who comes back to a conversation later, and when does it come back by itself?

Snoozing hides a conversation from the desk and nothing else: whoever waits goes on
waiting, and every new word of theirs brings it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import acts, clock, conversations, timeline
from inbox.errors import Conflict, Invalid
from inbox.models import Conversation, NamedStatus, Priority, Status, User

ROUND_LIMIT = 100
# Literal text: the databases then see that the partial index of the snoozed applies.
_IS_SNOOZED: ColumnElement[bool] = literal_column("conversation.status = 'snoozed'")


class AlreadyPast(Invalid):
    """It would come back at once."""

    def __init__(self) -> None:
        super().__init__(Phrase("This moment has passed already. Choose a later one."))


class UrgentStays(Conflict):
    """A person may be at risk, so it must not leave the desk."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is urgent. Say first why it no longer is, then snooze it."))


class NothingToSnooze(Conflict):
    """It has left the desk already."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is resolved. Reopen it first."))


def snooze(
    session: Session,
    conversation_id: int,
    *,
    until: datetime | None,
    by: User,
    named: NamedStatus | None = None,
) -> Conversation:
    """Take a conversation off the desk until a moment, or (None) until the person writes.

    Raises AlreadyPast, UrgentStays or NothingToSnooze.
    """
    conversation = conversations.locked(session, conversation_id)
    if until is not None and until <= clock.now(session):
        raise AlreadyPast
    if conversation.priority is Priority.URGENT:
        raise UrgentStays
    if conversation.status is Status.RESOLVED:
        raise NothingToSnooze
    before = acts.standing(conversation)
    conversation.status, conversation.snoozed_until = Status.SNOOZED, until
    conversation.named_status_id = named.id if named else None
    how = {"until": until.isoformat() if until else None, **timeline.under(named)}
    event = timeline.record(session, "conversation.snoozed", conversation, by=by, **how)
    acts.keep(session, event, by=by, **before)
    return conversation


def wake(
    session: Session, conversation_id: int, *, by: User, named: NamedStatus | None = None
) -> Conversation:
    """Put a snoozed conversation back on the desk before its time."""
    conversation = conversations.locked(session, conversation_id)
    if conversation.status is Status.SNOOZED:
        _put_back(session, conversation, by, named)
    return conversation


def due(session: Session) -> Sequence[int]:
    """Return what has slept long enough, the most overdue first."""
    return session.scalars(
        select(Conversation.id)
        .where(_IS_SNOOZED, Conversation.snoozed_until <= clock.now(session))
        .order_by(Conversation.snoozed_until)
        .limit(ROUND_LIMIT)
    ).all()


def wake_due(session: Session, conversation_ids: Sequence[int]) -> None:
    """Put back those of the conversations that are still due."""
    # In one order, as everywhere, so that no two wait for each other for ever.
    for conversation_id in sorted(conversation_ids):
        # Merged meanwhile it is resolved, and needs no waking.
        conversation = conversations.locked_even_merged(session, conversation_id)
        until = conversation.snoozed_until
        if conversation.status is Status.SNOOZED and until and until <= clock.now(session):
            _put_back(session, conversation, None)


def _put_back(
    session: Session,
    conversation: Conversation,
    by: User | None,
    named: NamedStatus | None = None,
) -> None:
    before = acts.standing(conversation)
    conversation.status, conversation.snoozed_until = Status.OPEN, None
    conversation.named_status_id = named.id if named else None
    how = timeline.under(named)
    event = timeline.record(session, "conversation.woken", conversation, by=by, **how)
    if by:
        acts.keep(session, event, by=by, **before)
