"""Which emoji stand below messages that are on the desk?

A poll tells all that stand there now, a push what one person did. Of each person the
later telling counts (`ordering`); what changes goes on the record, and keeps nobody waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from connectors.pages import Incoming, Reaction
from inbox import conversations, timeline
from inbox.intake.ordering import Known
from inbox.models import Message
from inbox.models.message import KnownReaction

EVENT = "message.reacted"

Reactions = Mapping[str, KnownReaction]


def first(item: Incoming, as_of: datetime) -> dict[str, KnownReaction] | None:
    """Return what a new message is stored with."""
    told = item.reactions or ()
    return {one.person_id: _known(one.emoji, as_of) for one in told} or None


def compare(session: Session, known: Known, items: Iterable[Incoming], as_of: datetime) -> None:
    """Take over what a page shows below messages that are here already."""
    for item in items:
        stored = known.get(item.external_id)
        if stored is not None and item.reactions is not None:
            standing = {one.person_id: one.emoji for one in item.reactions}
            gone = dict.fromkeys(stored.reactions or {})
            _take(session, stored, gone | standing, as_of)


def take(session: Session, message: Message, reaction: Reaction, as_of: datetime) -> None:
    """Take over what one person did."""
    _take(session, message, {reaction.person_id: reaction.emoji}, as_of)


def _take(session: Session, stored: Any, told: Mapping[str, str | None], as_of: datetime) -> None:
    before: Reactions = stored.reactions or {}
    later = {who: emoji for who, emoji in told.items() if _is_later(before.get(who), as_of)}
    changed = {who: emoji for who, emoji in later.items() if _emoji(before, who) != emoji}
    if not changed:
        return
    after = {**before, **{who: _known(emoji, as_of) for who, emoji in later.items()}}
    session.execute(update(Message).where(Message.id == stored.id).values(reactions=after))
    conversation = conversations.locked(session, stored.conversation_id)
    for who, emoji in changed.items():
        timeline.record(session, EVENT, conversation, message_id=stored.id, who=who, emoji=emoji)


def _emoji(known: Reactions, who: str) -> str | None:
    return known[who]["emoji"] if who in known else None


def _is_later(known: KnownReaction | None, as_of: datetime) -> bool:
    return known is None or as_of >= datetime.fromisoformat(known["as_of"])


def _known(emoji: str | None, as_of: datetime) -> KnownReaction:
    return {"emoji": emoji, "as_of": as_of.isoformat()}
