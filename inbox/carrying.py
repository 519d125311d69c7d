"""How do messages come to stand in another conversation, with all that hangs on them?

Each keeps its number, its capture and its platform thread, which is its home
(`inbox.homes`). What happened stays in the chain of events it was written into.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from inbox.models import (
    Conversation,
    Delivery,
    KeptDraft,
    Message,
    Moderation,
    Note,
    Notification,
    Reminder,
    SearchEntry,
    Submission,
    Wait,
)


def messages(
    session: Session, message_ids: Collection[int], source: Conversation, goal: Conversation
) -> None:
    """Put messages of one conversation into another, with their deliveries, acts and waits.

    The caller holds both, and has seen to it that not both have a running wait.
    """
    home = func.nullif(func.coalesce(Message.home_id, source.id), goal.id)
    there = {"conversation_id": goal.id}
    statements = (
        update(Delivery).where(Delivery.message_id.in_(message_ids)).values(there),
        update(Submission).where(Submission.message_id.in_(message_ids)).values(there),
        update(Moderation).where(Moderation.message_id.in_(message_ids)).values(there),
        update(Wait).where(Wait.opened_by_message_id.in_(message_ids)).values(there),
        update(SearchEntry)
        .where(SearchEntry.conversation_id == source.id, SearchEntry.message_id.in_(message_ids))
        .values(there),
        update(Message).where(Message.id.in_(message_ids)).values(home_id=home, **there),
    )
    for statement in statements:
        session.execute(statement)


def notes(
    session: Session, note_ids: Collection[int], source: Conversation, goal: Conversation
) -> None:
    """Put notes of one conversation into another."""
    there = {"conversation_id": goal.id}
    session.execute(
        update(SearchEntry)
        .where(SearchEntry.conversation_id == source.id, SearchEntry.note_id.in_(note_ids))
        .values(there)
    )
    session.execute(update(Note).where(Note.id.in_(note_ids)).values(there))


def notifications(session: Session, source: Conversation, goal: Conversation) -> list[int]:
    """Let what people were told about one conversation lead to another; return which."""
    told = select(Notification.id).where(Notification.conversation_id == source.id)
    return lead(session, Notification, sorted(session.scalars(told)), goal)


def reminders(session: Session, source: Conversation, goal: Conversation) -> list[int]:
    """Let people come back to another conversation than the one they asked for; return which."""
    waiting = select(Reminder.id).where(
        Reminder.conversation_id == source.id, Reminder.ended_at.is_(None)
    )
    return lead(session, Reminder, sorted(session.scalars(waiting)), goal)


def lead(
    session: Session,
    table: type[Notification | Reminder],
    ids: list[int],
    goal: Conversation,
) -> list[int]:
    """Let what is for one person lead to a conversation."""
    session.execute(update(table).where(table.id.in_(ids)).values(conversation_id=goal.id))
    return ids


def submissions(session: Session, source: Conversation, goal: Conversation) -> None:
    """Let replies that were sent back, or taken back, stand where their author's draft does."""
    unsent = update(Submission).where(
        Submission.conversation_id == source.id, Submission.message_id.is_(None)
    )
    session.execute(unsent.values(conversation_id=goal.id))


def drafts(session: Session, source: Conversation, goal: Conversation) -> None:
    """Put what people began in one conversation behind what they began in another."""
    begun = session.scalars(select(KeptDraft).where(KeptDraft.conversation_id == source.id)).all()
    for draft in begun:
        there = session.scalar(
            select(KeptDraft).where(
                KeptDraft.conversation_id == goal.id,
                KeptDraft.user_id == draft.user_id,
                KeptDraft.drawer == draft.drawer,
            )
        )
        if there is None:
            draft.conversation_id = goal.id
            continue
        there.text, there.edition = f"{there.text}\n\n{draft.text}", uuid.uuid4().hex
        session.delete(draft)
    session.flush()
    goal.drafted_by = sorted({*goal.drafted_by, *source.drafted_by})
    source.drafted_by = []


def later_words(session: Session, source: Conversation, goal: Conversation) -> list[int]:
    """Let whatever the platform says in one conversation land in another from now on.

    Returns the conversations whose words were diverted.
    """
    goes_on = and_(Conversation.id == source.id, Conversation.continues_in_id.is_(None))
    flows = select(Conversation.id).where(or_(goes_on, Conversation.continues_in_id == source.id))
    diverted = sorted(session.scalars(flows))
    point(session, diverted, goal.id)
    return diverted


def point(session: Session, conversation_ids: Sequence[int], to: int) -> None:
    """Let the later words of some conversations land in one; in itself they land anyway."""
    session.execute(
        update(Conversation)
        .where(Conversation.id.in_(conversation_ids))
        .values(continues_in_id=func.nullif(to, Conversation.id))
    )
