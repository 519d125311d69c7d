"""Under which words is a conversation filed?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import acts, conversations, timeline
from inbox.errors import Invalid
from inbox.models import Conversation, Tag, User, conversation_tag

LONGEST = 60


class UnusableTag(Invalid):
    """A tag is one to sixty characters."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("A tag needs a name of 1 to {longest} characters.", longest=LONGEST)
        )


def all_tags(session: Session) -> list[Tag]:
    """Return every tag by name."""
    return list(session.scalars(select(Tag).order_by(Tag.name)))


def of_each(session: Session, conversation_ids: Collection[int]) -> dict[int, list[Tag]]:
    """Return the tags of conversations, each one's by name; those without are left out."""
    if not conversation_ids:
        return {}
    filed = (
        select(conversation_tag.c.conversation_id, Tag)
        .join(Tag, Tag.id == conversation_tag.c.tag_id)
        .where(conversation_tag.c.conversation_id.in_(conversation_ids))
        .order_by(Tag.name)
    )
    found: dict[int, list[Tag]] = {}
    for number, tag in session.execute(filed):
        found.setdefault(number, []).append(tag)
    return found


def add(session: Session, conversation_id: int, name: str, *, by: User) -> Conversation:
    """File a conversation under a tag, made when it is new. Raises UnusableTag."""
    conversation = conversations.locked(session, conversation_id)
    tag = named(session, name)
    if tag not in conversation.tags:
        conversation.tags.append(tag)
        event = timeline.record(session, "conversation.tagged", conversation, by=by, tag=tag.name)
        acts.keep(session, event, by=by, tag=tag.name, was_tagged=False)
    return conversation


def remove(session: Session, conversation_id: int, name: str, *, by: User) -> Conversation:
    """Take a tag off a conversation."""
    conversation = conversations.locked(session, conversation_id)
    for tag in [tag for tag in conversation.tags if tag.name == name]:
        conversation.tags.remove(tag)
        event = timeline.record(session, "conversation.untagged", conversation, by=by, tag=name)
        acts.keep(session, event, by=by, tag=name, was_tagged=True)
    return conversation


def named(session: Session, name: str) -> Tag:
    """Find a tag by its name, or make it. Raises UnusableTag."""
    wanted = " ".join(name.split())
    if not 0 < len(wanted) <= LONGEST or not wanted.isprintable():
        raise UnusableTag
    return session.scalar(select(Tag).where(Tag.name == wanted)) or _made(session, wanted)


def _made(session: Session, name: str) -> Tag:
    try:
        with session.begin_nested():
            tag = Tag(name=name)
            session.add(tag)
    except IntegrityError:
        # Somebody made it between our look and our write.
        return session.scalars(select(Tag).where(Tag.name == name)).one()
    return tag
