"""Who read which private words?

Whatever loads them says so here, and where a person's request ends it is kept: one record for a
person and a conversation within a quarter of an hour, so that a page drawn anew is none.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.words import Kind
from inbox import clock
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import Attachment, AuditEvent, Conversation, Message, User

ONCE_IN = timedelta(minutes=15)
_KEY = "private_words"
# Whoever opened a conversation has read what a search shows of it.
_COVERED = {
    What.PRIVATE_READ: (What.PRIVATE_READ.value,),
    What.PRIVATE_FOUND: (What.PRIVATE_READ.value, What.PRIVATE_FOUND.value),
}


def loaded(session: Session, conversation: Conversation, *, how: What = What.PRIVATE_READ) -> None:
    """Say that this session loaded what was said in a conversation."""
    if conversation.kind is Kind.DIRECT_MESSAGE:
        session.info.setdefault(_KEY, {}).setdefault(conversation.id, how)


def loaded_in(session: Session, conversation_id: int) -> None:
    """Say the same of a conversation that is not loaded itself."""
    kind = session.scalar(select(Conversation.kind).where(Conversation.id == conversation_id))
    if kind is Kind.DIRECT_MESSAGE:
        session.info.setdefault(_KEY, {}).setdefault(conversation_id, What.PRIVATE_READ)


def loaded_file(session: Session, attachment_id: int) -> None:
    """Say that this session loaded a file that somebody sent."""
    asked = select(Conversation).join(Message).join(Attachment)
    found = session.scalar(asked.where(Attachment.id == attachment_id))
    if found:
        loaded(session, found)


def taken(session: Session, user: User) -> dict[int, What]:
    """Return what this session loaded that the person's reading of is not kept yet, once."""
    private: dict[int, What] = session.info.pop(_KEY, {})
    return {
        number: how for number, how in private.items() if not _is_kept(session, number, how, user)
    }


def keep(session: Session, read: dict[int, What], user: User) -> None:
    """Keep when this session commits which private words somebody read."""
    for number, how in read.items():
        recording.record(session, how, by=user, on=On("conversation", number))


def _is_kept(session: Session, number: int, how: What, user: User) -> bool:
    kept = select(AuditEvent.id).where(
        AuditEvent.object_kind == "conversation",
        AuditEvent.object_id == number,
        AuditEvent.occurred_at > clock.now(session) - ONCE_IN,
        AuditEvent.user_id == user.id,
        AuditEvent.what.in_(_COVERED[how]),
    )
    return session.scalar(kept.limit(1)) is not None
