"""Which of the things that only some conversations have does one have?

Asked in the statement that loads it, so that nobody looks through a table for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Exists, exists, or_, select
from sqlalchemy.orm import aliased

from inbox.models import (
    Attachment,
    ContactLink,
    Conversation,
    Delivery,
    Message,
    Moderation,
    Note,
    Promise,
    Submission,
    conversation_tag,
)


class Thing(StrEnum):
    """What a conversation may have, one or many of it."""

    ACTS = "acts"
    DELIVERIES = "deliveries"
    FILES = "files"
    LINKS = "links"
    NOTES = "notes"
    PROMISES = "promises"
    SUBMISSIONS = "submissions"
    TAGS = "tags"
    MERGED = "merged"


_Merged = aliased(Conversation)
_FILES = select(Attachment.id).join(Message, Message.id == Attachment.message_id)
_ASKED: dict[Thing, Exists] = {
    Thing.ACTS: exists().where(Moderation.conversation_id == Conversation.id),
    Thing.DELIVERIES: exists().where(Delivery.conversation_id == Conversation.id),
    Thing.FILES: _FILES.where(Message.conversation_id == Conversation.id).exists(),
    Thing.LINKS: exists().where(
        or_(
            ContactLink.one_id == Conversation.contact_id,
            ContactLink.other_id == Conversation.contact_id,
        )
    ),
    Thing.NOTES: exists().where(Note.conversation_id == Conversation.id),
    Thing.PROMISES: exists().where(Promise.conversation_id == Conversation.id),
    Thing.SUBMISSIONS: exists().where(Submission.conversation_id == Conversation.id),
    Thing.TAGS: exists().where(conversation_tag.c.conversation_id == Conversation.id),
    Thing.MERGED: exists().where(_Merged.merged_into_id == Conversation.id),
}


def asked() -> list[Exists]:
    """Return what a statement that selects conversations asks beside each."""
    return list(_ASKED.values())


def told(answers: Sequence[bool]) -> frozenset[Thing]:
    """Return which things there are, by the answers to `asked`."""
    return frozenset(thing for thing, there in zip(_ASKED, answers, strict=True) if there)
