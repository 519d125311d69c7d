"""What does the desk know of whom a conversation is with?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from connectors.words import Direction
from inbox import languages
from inbox.models import Contact, Conversation, Message

EARLIER_SHOWN = 5
_READ_FOR_LANGUAGE = 10

_CONTACT = bindparam("contact", type_=Contact.id.type)
_BUT = bindparam("but", type_=Conversation.id.type)
_OWN = Conversation.contact_id == _CONTACT, Conversation.merged_into_id.is_(None)
_EARLIER = (
    select(Conversation)
    .where(*_OWN, Conversation.id != _BUT)
    .order_by(Conversation.active_at.desc())
    .limit(EARLIER_SHOWN)
)
_COUNT = select(func.count()).select_from(Conversation).where(*_OWN)
# Their last words tell the language, and how much there is stands beside each of them.
_LAST = (
    select(
        Message.text,
        _COUNT.scalar_subquery(),
        func.count().over(),
        func.min(Message.sent_at, type_=Message.sent_at.type).over(),
        func.max(Message.sent_at, type_=Message.sent_at.type).over(),
    )
    .where(
        # By way of their conversations, which have an index, as messages by author have not.
        Message.conversation_id.in_(
            select(Conversation.id).where(Conversation.contact_id == _CONTACT)
        ),
        Message.author_contact_id == _CONTACT,
        Message.direction == Direction.IN,
    )
    .order_by(Message.text == "", Message.sent_at.desc())
    .limit(_READ_FOR_LANGUAGE)
)


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
    found = session.execute(_LAST, {_CONTACT.key: contact_id}).all()
    if not found:
        count = session.scalar(_COUNT, {_CONTACT.key: contact_id}) or 0
        return Acquaintance(
            conversations=count, messages=0, first_wrote_at=None, last_wrote_at=None, language=None
        )
    _, conversations_of, messages, first_wrote_at, last_wrote_at = found[0]
    return Acquaintance(
        conversations=conversations_of,
        messages=messages,
        first_wrote_at=first_wrote_at,
        last_wrote_at=last_wrote_at,
        language=_language(row.text for row in found),
    )


def conversations(
    session: Session, contact_id: int, *, but: int | None = None
) -> list[Conversation]:
    """Return a contact's last conversations, without one of them."""
    return list(session.scalars(_EARLIER, {_CONTACT.key: contact_id, _BUT.key: but or 0}))


def newest(session: Session, contact_id: int) -> int | None:
    """Return the number of a contact's last conversation."""
    return session.scalar(
        select(Conversation.id)
        .where(Conversation.contact_id == contact_id, Conversation.merged_into_id.is_(None))
        .order_by(Conversation.active_at.desc(), Conversation.id.desc())
        .limit(1)
    )


def _language(texts: Iterable[str]) -> str | None:
    guessed = languages.guess(" ".join(text for text in texts if text))
    return languages.NAMES[guessed] if guessed else None
