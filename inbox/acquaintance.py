"""What does the desk know of whom a conversation is with?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from connectors.words import Direction
from inbox import languages
from inbox.models import Conversation, Message

EARLIER_SHOWN = 5
_READ_FOR_LANGUAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """Counts of a contact's own conversations, and of what they said in them.

    `language` is guessed from their last words, None where these do not tell.
    """

    conversations: int
    messages: int
    first_wrote_at: datetime | None
    last_wrote_at: datetime | None
    language: str | None


def with_contact(session: Session, contact_id: int) -> Acquaintance:
    """Return what is known of a contact."""
    own = Conversation.contact_id == contact_id, Conversation.merged_into_id.is_(None)
    figures = session.execute(
        select(
            select(func.count()).where(*own).scalar_subquery(),
            func.count(),
            func.min(Message.sent_at, type_=Message.sent_at.type),
            func.max(Message.sent_at, type_=Message.sent_at.type),
        ).where(_theirs(contact_id))
    ).one()
    return Acquaintance(
        conversations=figures[0],
        messages=figures[1],
        first_wrote_at=figures[2],
        last_wrote_at=figures[3],
        language=_language(session, contact_id),
    )


def conversations(
    session: Session, contact_id: int, *, but: int | None = None
) -> list[Conversation]:
    """Return a contact's last conversations, without one of them."""
    return list(
        session.scalars(
            select(Conversation)
            .where(
                Conversation.contact_id == contact_id,
                Conversation.id != (but or 0),
                Conversation.merged_into_id.is_(None),
            )
            .order_by(Conversation.active_at.desc())
            .limit(EARLIER_SHOWN)
        )
    )


def newest(session: Session, contact_id: int) -> int | None:
    """Return the number of a contact's last conversation."""
    return session.scalar(
        select(Conversation.id)
        .where(Conversation.contact_id == contact_id, Conversation.merged_into_id.is_(None))
        .order_by(Conversation.active_at.desc(), Conversation.id.desc())
        .limit(1)
    )


def _theirs(contact_id: int) -> ColumnElement[bool]:
    # By way of their conversations, which have an index, as messages by author have not.
    own = select(Conversation.id).where(Conversation.contact_id == contact_id)
    return and_(
        Message.conversation_id.in_(own),
        Message.author_contact_id == contact_id,
        Message.direction == Direction.IN,
    )


def _language(session: Session, contact_id: int) -> str | None:
    last = (
        select(Message.text)
        .where(_theirs(contact_id), Message.text != "")
        .order_by(Message.sent_at.desc())
        .limit(_READ_FOR_LANGUAGE)
    )
    guessed = languages.guess(" ".join(session.scalars(last)))
    return languages.NAMES[guessed] if guessed else None
