"""How do rows become what programs are given?"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from inbox import models, shapes
from inbox.opened import Item
from inbox.reply_options import Option, ReplyOptions
from inbox.search import finding, found


def plain(value: Any) -> Any:
    """Turn a shape into what JSON can hold."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = dataclasses.asdict(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def conversation(row: models.Conversation) -> shapes.Conversation:
    """Shape a row of a list."""
    return shapes.Conversation(
        id=row.id,
        version=row.version,
        platform=row.platform,
        kind=row.kind,
        status=row.status,
        priority=row.priority,
        account=_account(row.account),
        contact=_contact(row.contact),
        assignee=user(row.assignee),
        tags=[tag.name for tag in row.tags],
        snippet=row.snippet,
        is_unread=row.is_unread,
        is_muted=row.is_muted,
        waiting_since=row.waiting_since,
        created_at=row.created_at,
        active_at=row.active_at,
        resolved_at=row.resolved_at,
        merged_into=row.merged_into_id,
    )


def open_conversation(row: models.Conversation, options: ReplyOptions) -> shapes.OpenConversation:
    """Shape one conversation with its ways to answer."""
    return shapes.OpenConversation(
        conversation=conversation(row),
        post=row.post.text if row.post else None,
        public_reply=_option(options.public),
        private_reply=_option(options.private),
    )


def message(item: Item) -> shapes.Message:
    """Shape a message of a thread."""
    if item.message is None:
        raise ValueError(f"A {item.type} is not a message.")
    said = item.message
    return shapes.Message(
        id=said.id,
        direction=said.direction,
        audience=said.audience,
        text=said.text,
        author=_author(said),
        sent_at=said.sent_at,
        received_at=said.received_at,
        edited_at=said.edited_at,
        removed_at=said.removed_at,
        hidden_at=said.hidden_at,
        likes=said.likes,
        reactions=[*said.emoji_below.values()],
        by_hand_at=said.by_hand_at,
        delivery=_delivery(item.delivery),
    )


def reply(delivery: models.Delivery) -> shapes.Reply:
    """Shape a reply on its way."""
    return shapes.Reply(
        id=delivery.id,
        conversation_id=delivery.conversation_id,
        message_id=delivery.message_id,
        text=delivery.message.text,
        audience=delivery.message.audience,
        state=delivery.state,
        due_at=delivery.due_at,
    )


def submission(row: models.Submission) -> shapes.Submission:
    """Shape a reply that waits for approval, or has it."""
    return shapes.Submission(
        id=row.id,
        conversation_id=row.conversation_id,
        text=row.text,
        audience=row.audience,
        state=row.state,
        submitted_at=row.submitted_at,
        decided_by=user(row.decided_by),
        decided_at=row.decided_at,
        note=row.note,
        message_id=row.message_id,
    )


def search_page(answer: finding.Answer, following: str | None) -> shapes.SearchPage:
    """Shape what was found."""
    return shapes.SearchPage(
        items=[_found(one) for one in answer.rows],
        people=[
            shapes.FoundContact(contact=_known(one.contact), platform=one.platform)
            for one in answer.people
        ],
        tags=[tag.name for tag in answer.tags],
        remarks=list(answer.remarks),
        next=following,
    )


def _found(one: found.Found) -> shapes.Found:
    return shapes.Found(
        conversation=conversation(one.conversation),
        message_id=one.message.id if one.message else None,
        note_id=one.note.id if one.note else None,
        post_id=one.post.id if one.post else None,
        at=one.at,
        snippet="".join(piece.text for piece in one.snippet),
        is_exact=one.is_exact,
    )


def _account(row: models.Account) -> shapes.Account:
    return shapes.Account(id=row.id, name=row.name, handle=row.handle)


def _contact(row: models.Contact | None) -> shapes.Contact | None:
    return _known(row) if row else None


def _known(row: models.Contact) -> shapes.Contact:
    return shapes.Contact(id=row.id, name=row.name, handle=row.handle)


def user(row: models.User | None) -> shapes.User | None:
    """Shape somebody who signs in."""
    return shapes.User(id=row.id, name=row.name) if row else None


def _author(said: models.Message) -> str | None:
    if said.author_contact:
        return said.author_contact.shown_name
    return said.author_user.name if said.author_user else None


def _delivery(row: models.Delivery | None) -> shapes.Delivery | None:
    if row is None:
        return None
    return shapes.Delivery(id=row.id, state=row.state, due_at=row.due_at, reason=row.reason)


def _option(option: Option) -> shapes.ReplyOption:
    return shapes.ReplyOption(
        is_allowed=option.allowed,
        why_not=option.why_not,
        warning=option.warning,
        limit=option.rule.limit,
        unit=option.rule.unit.value,
        until=option.until,
    )
