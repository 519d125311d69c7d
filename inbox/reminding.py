"""Who looks at a conversation again later, and who reminds them?

A reminder is a person's own. It snoozes nothing, changes no status and is on no record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, notifying
from inbox.conversations import NoSuchConversation
from inbox.errors import Conflict, Invalid, NotFound
from inbox.models import Conversation, NotificationKind, Reminder, User
from inbox.rows import changed
from inbox.snoozing import AlreadyPast

LONGEST = 200
MOST = 200
ROUND_LIMIT = 100


class TooManyWords(Invalid):
    """More than a word to oneself."""

    def __init__(self, length: int) -> None:
        super().__init__(
            Phrase(
                "A reminder holds {longest} characters and this is {length:,}. Write the "
                "rest as a note.",
                longest=LONGEST,
                length=length,
            )
        )


class TooManyReminders(Conflict):
    """More than anybody can keep up with."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("You have {most} reminders already. Give some of them up first.", most=MOST)
        )


class NoSuchReminder(NotFound):
    """It is somebody else's, has come due, or there is none."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such reminder of yours any more."))


def remind(
    session: Session, conversation_id: int, *, at: datetime, words: str = "", by: User
) -> Reminder:
    """Remind a person of a conversation at a moment, with words of their own.

    Raises AlreadyPast, TooManyWords, TooManyReminders or NoSuchConversation.
    """
    words = " ".join(words.split())
    if at <= clock.now(session):
        raise AlreadyPast
    if len(words) > LONGEST:
        raise TooManyWords(len(words))
    if _count(session, by) >= MOST:
        raise TooManyReminders
    if session.get(Conversation, conversation_id) is None:
        raise NoSuchConversation(conversation_id)
    reminder = Reminder(user_id=by.id, conversation_id=conversation_id, due_at=at, words=words)
    reminder.made_at = clock.now(session)
    session.add(reminder)
    session.flush()
    return reminder


def give_up(session: Session, reminder_id: int, *, by: User) -> None:
    """Take back a reminder that has not come due. Raises NoSuchReminder."""
    if not _end(session, reminder_id, Reminder.user_id == by.id):
        raise NoSuchReminder


def of(session: Session, user: User) -> Sequence[Reminder]:
    """Return what a person waits to be reminded of, the next first."""
    return session.scalars(
        select(Reminder)
        .where(Reminder.user_id == user.id, Reminder.ended_at.is_(None))
        .options(selectinload(Reminder.conversation).selectinload(Conversation.contact))
        .order_by(Reminder.due_at, Reminder.id)
    ).all()


def due(session: Session) -> Sequence[int]:
    """Return what has come due, the most overdue first."""
    return session.scalars(
        select(Reminder.id)
        .where(Reminder.ended_at.is_(None), Reminder.due_at <= clock.now(session))
        .order_by(Reminder.due_at)
        .limit(ROUND_LIMIT)
    ).all()


def tell_due(session: Session, reminder_ids: Sequence[int]) -> None:
    """Remind people of what is still due. Ending it and telling of it are one transaction."""
    for reminder_id in reminder_ids:
        if _end(session, reminder_id, Reminder.due_at <= clock.now(session)):
            _tell(session, session.get_one(Reminder, reminder_id))


def _tell(session: Session, reminder: Reminder) -> None:
    notifying.tell(
        session,
        [reminder.user_id],
        NotificationKind.REMINDER,
        session.get_one(Conversation, reminder.conversation_id),
        cause=f"reminder:{reminder.id}",
        words=reminder.words,
    )


def _count(session: Session, user: User) -> int:
    waiting = select(func.count(Reminder.id)).where(
        Reminder.user_id == user.id, Reminder.ended_at.is_(None)
    )
    return session.scalar(waiting) or 0


def _end(session: Session, reminder_id: int, which: ColumnElement[bool]) -> bool:
    return changed(
        session,
        update(Reminder)
        .where(Reminder.id == reminder_id, Reminder.ended_at.is_(None), which)
        .values(ended_at=clock.now(session)),
    )
