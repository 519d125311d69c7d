"""What does a person see who opens a conversation?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import CompoundSelect, literal, or_, select, union_all, update
from sqlalchemy.orm import Session, joinedload, selectinload

from connectors.words import Direction
from inbox import (
    acquaintance,
    by_hand,
    clock,
    conversations,
    linking,
    moderation,
    muting,
    notifying,
    timeline,
    waits,
)
from inbox.approval import showing
from inbox.audit import reading
from inbox.models import (
    Conversation,
    Delivery,
    Event,
    Mention,
    Message,
    Note,
    User,
    Wait,
    WaitEnd,
)
from inbox.opened import Item, Opened
from inbox.promises import kept

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
    conversation = _loaded(session, conversation_id)
    reading.loaded(session, conversation)
    items = [
        *_messages(session, conversation),
        *_notes(session, conversation),
        *_events(session, conversation),
    ]
    items = _with_submissions(session, conversation, items)
    return Opened(
        conversation=conversation,
        items=sorted(items, key=lambda item: item.at),
        wait=waits.unended(session, conversation.id),
        first_wait=_first_wait(session, conversation),
        promises=kept.newest(session, conversation.id),
        **_about_contact(session, conversation),
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


def _loaded(session: Session, conversation_id: int) -> Conversation:
    found = session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(
            joinedload(Conversation.contact),
            joinedload(Conversation.post),
            joinedload(Conversation.account),
            joinedload(Conversation.assignee),
            joinedload(Conversation.team),
            joinedload(Conversation.named_status),
            selectinload(Conversation.tags),
        )
    )
    if found is None:
        raise conversations.NoSuchConversation(conversation_id)
    return found


def _messages(session: Session, conversation: Conversation) -> list[Item]:
    deliveries = {
        delivery.message_id: delivery
        for delivery in session.scalars(
            select(Delivery).where(Delivery.conversation_id == conversation.id)
        )
    }
    messages = session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation.id)
        .options(
            joinedload(Message.author_contact),
            joinedload(Message.author_user),
            selectinload(Message.attachments),
        )
    ).all()
    by_external_id = {message.external_id: message for message in messages}
    pasts = moderation.of_conversation(session, conversation, messages)
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


def _events(session: Session, conversation: Conversation) -> list[Item]:
    events = session.scalars(
        select(Event)
        .where(
            Event.conversation_id.in_(_with_merged(conversation)),
            # That something was merged into this one, its own record says.
            or_(Event.conversation_id == conversation.id, Event.name != "conversation.merged"),
            Event.name.not_in((*_SILENT, "conversation.seen")),
        )
        .options(selectinload(Event.user))
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


def _with_merged(conversation: Conversation) -> CompoundSelect[int]:
    """Select a conversation and what was merged into it: its past is part of this one's."""
    merged = select(Conversation.id).where(Conversation.merged_into_id == conversation.id)
    return union_all(select(literal(conversation.id)), merged)


def _first_wait(session: Session, conversation: Conversation) -> Wait | None:
    return session.scalar(
        select(Wait)
        .where(
            Wait.conversation_id == conversation.id,
            Wait.is_first,
            Wait.end.is_distinct_from(WaitEnd.MERGED),
        )
        .order_by(Wait.started_at.desc())
        .limit(1)
    )


def _about_contact(session: Session, conversation: Conversation) -> dict[str, Any]:
    contact_id = conversation.contact_id
    if contact_id is None:
        return {"earlier": [], "mute": None, "acquaintance": None, "linked": []}
    return {
        "earlier": acquaintance.conversations(session, contact_id, but=conversation.id),
        "mute": muting.of_contact(session, contact_id) if conversation.is_muted else None,
        "acquaintance": acquaintance.with_contact(session, contact_id),
        "linked": linking.of_contact(session, contact_id),
    }
