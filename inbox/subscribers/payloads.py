"""What is a subscriber told, and what is it not given?

The shapes of the API, written when it is sent. Nothing that people wrote is kept a second time.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.words import Audience, Kind
from inbox import shaping
from inbox.intake.history import is_history
from inbox.models import Conversation, Delivery, Dispatch, Event, Giving, Message
from inbox.opened import Item
from inbox.subscribers import consent, shapes


def number(dispatch: Dispatch) -> str:
    """Return what names a dispatch for ever, restored from a backup or replayed."""
    named = f"{dispatch.subscriber_id}:{dispatch.happening}:".encode() + dispatch.event.digest
    return hashlib.sha256(named).hexdigest()[:32]


def body(session: Session, dispatch: Dispatch) -> bytes | None:
    """Write what a dispatch tells; None where it tells of what was said before we came."""
    event, giving = dispatch.event, consent.given(dispatch.subscriber)
    conversation = _conversation(session, dispatch.conversation_id)
    said = _message(session, event)
    if said and is_history(conversation.account, said.at):
        return None
    told = shapes.Happening(
        id=number(dispatch),
        happening=shapes.Happened(dispatch.happening),
        event=event.name,
        occurred_at=event.occurred_at,
        by=shaping.user(event.user),
        conversation=shaping.conversation(conversation),
        message=shaping.message(said) if said else None,
        is_withheld=False,
    )
    shown = _without_words(told, giving, is_private=_is_private(session, conversation))
    # What people wrote may hold halves of characters, which only JSON's own escapes can carry.
    return json.dumps(shaping.plain(shown), separators=(",", ":")).encode()


def _without_words(told: shapes.Happening, giving: Giving, *, is_private: bool) -> shapes.Happening:
    shown, said = told, told.message
    if told.conversation.snippet and not _gives(giving, is_private=is_private):
        row = dataclasses.replace(told.conversation, snippet="")
        shown = dataclasses.replace(shown, conversation=row, is_withheld=True)
    if said and said.text:
        is_private = said.audience is Audience.PRIVATE
        is_private = is_private or told.conversation.kind is Kind.DIRECT_MESSAGE
        if not _gives(giving, is_private=is_private):
            message = dataclasses.replace(said, text="")
            shown = dataclasses.replace(shown, message=message, is_withheld=True)
    return shown


def _gives(giving: Giving, *, is_private: bool) -> bool:
    return giving is Giving.ALL or (giving is Giving.PUBLIC and not is_private)


# A public thread may have taken in a private one, and then begin with its words in lists.
def _is_private(session: Session, conversation: Conversation) -> bool:
    any_private = select(Message.id).where(
        Message.conversation_id == conversation.id, Message.audience == Audience.PRIVATE
    )
    is_direct = conversation.kind is Kind.DIRECT_MESSAGE
    return is_direct or session.scalar(any_private.limit(1)) is not None


def _conversation(session: Session, conversation_id: int) -> Conversation:
    return session.scalars(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(
            selectinload(Conversation.account),
            selectinload(Conversation.contact),
            selectinload(Conversation.assignee),
            selectinload(Conversation.tags),
        )
    ).one()


def _message(session: Session, event: Event) -> Item | None:
    message_id = event.data.get("message_id")
    if message_id is None:
        return None
    said = session.scalar(
        select(Message)
        .where(Message.id == message_id)
        .options(selectinload(Message.author_contact), selectinload(Message.author_user))
    )
    delivery = session.scalar(select(Delivery).where(Delivery.message_id == message_id))
    return Item(at=said.sent_at, message=said, delivery=delivery) if said else None
