"""What does a person see who opens a conversation?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, union_all, update
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from connectors.words import Direction
from inbox import (
    acquaintance,
    belongings,
    by_hand,
    clock,
    conversations,
    linking,
    moderation,
    muting,
    notifying,
    timeline,
)
from inbox.approval import showing
from inbox.audit import reading
from inbox.belongings import Thing
from inbox.models import (
    Conversation,
    Delivery,
    Event,
    Mention,
    Message,
    Note,
    Tag,
    User,
    Wait,
    WaitEnd,
    conversation_tag,
)
from inbox.opened import Item, Opened
from inbox.promises import kept
from inbox.protocol import following

# What the thread shows by itself needs no line of its own.
_SILENT = (
    "message.received",
    "message.answered_natively",
    "message.attachment_seen",
    "message.reacted",
    "note.written",
    "reply.sent",
    "reply.by_hand",
    "reply.approved",
)


def open(session: Session, conversation_id: int) -> Opened:  # noqa: A001 - read as threads.open
    """Load a conversation with its thread. Raises NoSuchConversation."""
    conversation, has = _loaded(session, conversation_id)
    reading.loaded(session, conversation)
    items = [
        *_messages(session, conversation, has),
        *(_notes(session, conversation) if Thing.NOTES in has else ()),
        *_events(session, conversation, has),
    ]
    if Thing.SUBMISSIONS in has:
        items = _with_submissions(session, conversation, items)
    running, first = _waits(session, conversation)
    return Opened(
        conversation=conversation,
        items=sorted(items, key=lambda item: item.at),
        wait=running,
        first_wait=first,
        promises=kept.newest(session, conversation.id) if Thing.PROMISES in has else [],
        protocol=following.standing(session, conversation),
        **_about_contact(session, conversation, has),
    )


def mark_seen(session: Session, conversation_id: int, *, by: User) -> None:
    """Note when a person first saw each message, and that they read what they were told of it."""
    notifying.read_in(session, conversation_id, by=by)
    conversation = conversations.locked_even_merged(session, conversation_id)
    if not conversation.is_unread:
        return
    session.execute(
        update(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.direction == Direction.IN,
            Message.first_seen_at.is_(None),
        )
        .values(first_seen_at=clock.now(session))
    )
    conversation.is_unread = False
    timeline.record(session, "conversation.seen", conversation, by=by)


def _loaded(session: Session, conversation_id: int) -> tuple[Conversation, frozenset[Thing]]:
    found = session.execute(
        select(Conversation, *belongings.asked())
        .where(Conversation.id == conversation_id)
        .options(
            joinedload(Conversation.contact),
            joinedload(Conversation.post),
            joinedload(Conversation.account),
            joinedload(Conversation.assignee),
            joinedload(Conversation.team),
            joinedload(Conversation.named_status),
        )
    ).one_or_none()
    if found is None:
        raise conversations.NoSuchConversation(conversation_id)
    conversation: Conversation = found[0]
    has = belongings.told(found[1:])
    tags = _tags(session, conversation_id) if Thing.TAGS in has else []
    set_committed_value(conversation, "tags", tags)
    return conversation, has


def _tags(session: Session, conversation_id: int) -> list[Tag]:
    of_it = conversation_tag.c.conversation_id == conversation_id
    filed = select(Tag).join(conversation_tag).where(of_it).order_by(Tag.name)
    return list(session.scalars(filed))


def _messages(session: Session, conversation: Conversation, has: frozenset[Thing]) -> list[Item]:
    deliveries = _deliveries(session, conversation) if Thing.DELIVERIES in has else {}
    messages = _said(session, conversation, with_files=Thing.FILES in has)
    by_external_id = {message.external_id: message for message in messages}
    acts = moderation.acts(session, conversation) if Thing.ACTS in has else ()
    pasts = moderation.pasts(session, conversation, messages, acts)
    return [
        Item(
            at=message.sent_at,
            message=message,
            delivery=deliveries.get(message.id),
            answer_address=by_hand.address(conversation, by_external_id.get(message.reply_to)),
            past=pasts[message.id],
        )
        for message in messages
    ]


def _deliveries(session: Session, conversation: Conversation) -> dict[int, Delivery]:
    found = session.scalars(select(Delivery).where(Delivery.conversation_id == conversation.id))
    return {delivery.message_id: delivery for delivery in found}


def _said(session: Session, conversation: Conversation, *, with_files: bool) -> Sequence[Message]:
    options = [joinedload(Message.author_contact), joinedload(Message.author_user)]
    if with_files:
        options.append(selectinload(Message.attachments))
    asked = select(Message).where(Message.conversation_id == conversation.id).options(*options)
    messages = session.scalars(asked).all()
    for message in () if with_files else messages:
        set_committed_value(message, "attachments", [])
    return messages


def _notes(session: Session, conversation: Conversation) -> list[Item]:
    notes = session.scalars(
        select(Note)
        .where(Note.conversation_id == conversation.id)
        .options(
            selectinload(Note.user),
            selectinload(Note.mentions).options(
                selectinload(Mention.user), selectinload(Mention.team)
            ),
        )
    )
    return [Item(at=note.written_at, note=note) for note in notes]


def _events(session: Session, conversation: Conversation, has: frozenset[Thing]) -> list[Item]:
    own = Event.conversation_id == conversation.id
    events = session.scalars(
        select(Event)
        .where(
            _of_it_and_merged(conversation) if Thing.MERGED in has else own,
            Event.name.not_in((*_SILENT, "conversation.seen")),
        )
        .options(joinedload(Event.user))
    )
    return [Item(at=event.occurred_at, event=event) for event in events]


def _with_submissions(
    session: Session, conversation: Conversation, items: list[Item]
) -> list[Item]:
    submitted = showing.of_conversation(session, conversation.id)
    by_message = {one.message_id: one for one in submitted if one.message_id}
    known = [
        replace(item, submission=by_message[item.message.id])
        if item.message and item.message.id in by_message
        else item
        for item in items
    ]
    waiting = {one.id: one for one in submitted if one.message_id is None}
    told = [item for item in known if not _is_told_by(item.event, waiting)]
    return [*told, *(Item(at=one.submitted_at, submission=one) for one in waiting.values())]


def _is_told_by(event: Event | None, shown: Collection[int]) -> bool:
    """Say whether the thread shows by a submitted reply what happened to it."""
    return event is not None and event.data.get("submission_id") in shown


def _of_it_and_merged(conversation: Conversation) -> ColumnElement[bool]:
    """Say that an event is of a conversation, or of one merged into it: its past is this one's."""
    merged = select(Conversation.id).where(Conversation.merged_into_id == conversation.id)
    return and_(
        Event.conversation_id.in_(union_all(select(literal(conversation.id)), merged)),
        # That something was merged into this one, its own record says.
        or_(Event.conversation_id == conversation.id, Event.name != "conversation.merged"),
    )


def _waits(session: Session, conversation: Conversation) -> tuple[Wait | None, Wait | None]:
    """Return the wait that runs, and the newest cycle's first."""
    of_it = Wait.conversation_id == conversation.id
    first = select(Wait.id).where(of_it, Wait.is_first, Wait.end.is_distinct_from(WaitEnd.MERGED))
    newest = first.order_by(Wait.started_at.desc()).limit(1).scalar_subquery()
    is_newest = (Wait.id == newest).label("is_newest")
    asked = select(Wait, is_newest).where(of_it, or_(Wait.ended_at.is_(None), Wait.id == newest))
    found = session.execute(asked).all()
    running = next((row[0] for row in found if row[0].ended_at is None), None)
    return running, next((row[0] for row in found if row.is_newest), None)


def _about_contact(
    session: Session, conversation: Conversation, has: frozenset[Thing]
) -> dict[str, Any]:
    contact_id = conversation.contact_id
    if contact_id is None:
        return {"earlier": [], "mute": None, "acquaintance": None, "linked": []}
    return {
        "earlier": acquaintance.conversations(session, contact_id, but=conversation.id),
        "mute": muting.of_contact(session, contact_id) if conversation.is_muted else None,
        "acquaintance": acquaintance.with_contact(session, contact_id),
        "linked": linking.of_contact(session, contact_id) if Thing.LINKS in has else [],
    }
