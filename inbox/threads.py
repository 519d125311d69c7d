"""What does a person see who opens a conversation?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, or_, select, union_all, update
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from connectors.words import Direction
from inbox import (
    acquaintance,
    at_hand,
    belongings,
    by_hand,
    clock,
    conversations,
    linking,
    moderation,
    muting,
    notifying,
    tagging,
    timeline,
)
from inbox.approval import showing
from inbox.audit import reading
from inbox.belongings import Thing
from inbox.models import (
    Contact,
    Conversation,
    Delivery,
    Event,
    Mention,
    Message,
    NamedStatus,
    Note,
    Team,
    User,
    Wait,
    WaitEnd,
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

# Written once: of a small statement the writing takes longer than the answer.
_NUMBER = bindparam("number", type_=Conversation.id.type)
_LOADED = (
    select(Conversation, *belongings.asked())
    .where(Conversation.id == _NUMBER)
    .options(
        joinedload(Conversation.contact),
        joinedload(Conversation.post),
        joinedload(Conversation.account),
    )
)
_SAID = select(Message).where(Message.conversation_id == _NUMBER)
_TOLD_OF_ANY = select(Event).where(Event.name.not_in((*_SILENT, "conversation.seen")))
_TOLD = _TOLD_OF_ANY.where(Event.conversation_id == _NUMBER)
_MERGED = select(Conversation.id).where(Conversation.merged_into_id == _NUMBER)
# Of one that was merged into it too: its past is this one's.
_TOLD_WITH_MERGED = _TOLD_OF_ANY.where(
    Event.conversation_id.in_(union_all(select(_NUMBER), _MERGED)),
    # That something was merged into this one, its own record says.
    or_(Event.conversation_id == _NUMBER, Event.name != "conversation.merged"),
)
_OF_IT = Wait.conversation_id == _NUMBER
_FIRST = select(Wait.id).where(_OF_IT, Wait.is_first, Wait.end.is_distinct_from(WaitEnd.MERGED))
_NEWEST = _FIRST.order_by(Wait.started_at.desc()).limit(1).scalar_subquery()
_WAITS = select(Wait, (Wait.id == _NEWEST).label("is_newest")).where(
    _OF_IT, or_(Wait.ended_at.is_(None), Wait.id == _NEWEST)
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
    found = session.execute(_LOADED, {_NUMBER.key: conversation_id}).one_or_none()
    if found is None:
        raise conversations.NoSuchConversation(conversation_id)
    conversation: Conversation = found[0]
    has = belongings.told(found[1:])
    at_hand.give(session, [conversation], User, "assignee")
    at_hand.give(session, [conversation], Team, "team")
    at_hand.give(session, [conversation], NamedStatus, "named_status")
    tags = tagging.of_each(session, [conversation_id]) if Thing.TAGS in has else {}
    set_committed_value(conversation, "tags", tags.get(conversation_id, []))
    return conversation, has


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
    asked = _SAID.options(selectinload(Message.attachments)) if with_files else _SAID
    messages = session.scalars(asked, {_NUMBER.key: conversation.id}).all()
    at_hand.give(session, messages, Contact, "author_contact")
    at_hand.give(session, messages, User, "author_user")
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
    shown = _TOLD_WITH_MERGED if Thing.MERGED in has else _TOLD
    events = session.scalars(shown, {_NUMBER.key: conversation.id}).all()
    at_hand.give(session, events, User, "user")
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


def _waits(session: Session, conversation: Conversation) -> tuple[Wait | None, Wait | None]:
    """Return the wait that runs, and the newest cycle's first."""
    found = session.execute(_WAITS, {_NUMBER.key: conversation.id}).all()
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
