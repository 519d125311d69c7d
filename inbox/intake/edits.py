"""What does a page say of messages that are here already?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from connectors.pages import Incoming
from connectors.words import Direction, Kind
from inbox import clock, conversations, timeline, waits
from inbox.db import planned_afresh
from inbox.intake import ordering
from inbox.intake.ordering import Known
from inbox.models import Account, Message, MessageVersion
from inbox.search import indexing


def known(session: Session, account: Account, items: Iterable[Incoming]) -> Known:
    """Return the stored messages a page repeats, by external id."""
    wanted = [item.external_id for item in items]
    if not wanted:
        return {}
    stored = select(
        Message.id,
        Message.external_id,
        Message.conversation_id,
        Message.direction,
        Message.text,
        Message.sent_at,
        Message.likes,
        Message.permalink,
        Message.hidden_at,
        Message.capture_id,
        Message.text_as_of,
        Message.flags_as_of,
        Message.edition,
        Message.reactions,
    ).where(Message.account_id == account.id, Message.external_id.in_(wanted))
    return {row.external_id: row for row in session.execute(planned_afresh(stored))}


def compare(
    session: Session,
    known: Known,
    items: Iterable[Incoming],
    capture_ids: Sequence[int],
    as_of: datetime,
) -> None:
    """Keep the earlier text of every edited message, and take over the platform's times.

    What speaks for an earlier moment than what is stored changes no words and no likes.
    """
    for item in items:
        stored = known.get(item.external_id)
        if stored is None:
            continue
        if _came_late(stored, item, as_of):
            _keep_earlier(session, stored, item)
            continue
        if ordering.has_later_words(stored, item, as_of):
            _take_words(session, stored, item, capture_ids)
        if stored.direction is Direction.OUT and item.sent_at != stored.sent_at:
            _take_platform_time(session, stored, item)
    _count_likes(session, known, items, as_of)
    _link(session, known, items)


def _take_words(session: Session, stored: Any, item: Incoming, capture_ids: Sequence[int]) -> None:
    if item.direction is Direction.IN and item.text != stored.text:
        _replace_text(session, stored, item)
    if item.edition and item.edition != stored.edition:
        _number(session, stored, item.edition)
    if capture_ids and (stored.capture_id is None or item.text != stored.text):
        _archive(session, stored, capture_ids[item.capture])


def _count_likes(
    session: Session, known: Known, items: Iterable[Incoming], as_of: datetime
) -> None:
    # Without an event and a new version: a count that moves all day is no news to a desk.
    counted = [
        {"id": known[item.external_id].id, "likes": item.likes}
        for item in items
        if item.external_id in known
        and item.likes is not None
        and item.likes != known[item.external_id].likes
        and ordering.has_later_flags(known[item.external_id], as_of)
    ]
    if counted:
        session.execute(update(Message), counted)


def _link(session: Session, known: Known, items: Iterable[Incoming]) -> None:
    """Take over where a message stands, which a push does not tell."""
    linked = [
        {"id": known[item.external_id].id, "permalink": item.permalink}
        for item in items
        if item.external_id in known and item.permalink and not known[item.external_id].permalink
    ]
    if linked:
        session.execute(update(Message), linked)


def _came_late(stored: Any, item: Incoming, as_of: datetime) -> bool:
    """Whether an edit was pushed before the message it edits, whose words are told only now."""
    if stored.text_as_of and as_of > stored.text_as_of:
        return False
    is_private = item.kind is Kind.DIRECT_MESSAGE and item.direction is Direction.IN
    return is_private and item.text != stored.text and item.sent_at < stored.sent_at


def _keep_earlier(session: Session, stored: Any, item: Incoming) -> None:
    conversation = conversations.locked(session, stored.conversation_id)
    versions = select(MessageVersion.text).where(MessageVersion.message_id == stored.id)
    if item.text in session.scalars(versions).all():
        return
    version = {"message_id": stored.id, "text": item.text, "replaced_at": stored.sent_at}
    session.execute(insert(MessageVersion), [version])
    session.execute(update(Message).where(Message.id == stored.id).values(edited_at=stored.sent_at))
    timeline.record(session, "message.edited", conversation, message_id=stored.id)


def _replace_text(session: Session, stored: Any, item: Incoming) -> None:
    now = clock.now(session)
    conversation = conversations.locked(session, stored.conversation_id)
    session.execute(
        insert(MessageVersion),
        [{"message_id": stored.id, "text": stored.text, "replaced_at": now}],
    )
    session.execute(
        update(Message).where(Message.id == stored.id).values(text=item.text, edited_at=now)
    )
    indexing.again(session, [stored.id])
    timeline.record(
        session,
        "message.edited",
        conversation,
        message_id=stored.id,
        earlier_capture_id=stored.capture_id,
    )


def _number(session: Session, stored: Any, edition: int) -> None:
    session.execute(update(Message).where(Message.id == stored.id).values(edition=edition))


def _archive(session: Session, stored: Any, capture_id: int) -> None:
    """Point a message to the raw body that shows its present words."""
    session.execute(update(Message).where(Message.id == stored.id).values(capture_id=capture_id))


def _take_platform_time(session: Session, stored: Any, item: Incoming) -> None:
    session.execute(update(Message).where(Message.id == stored.id).values(sent_at=item.sent_at))
    waits.move_answer(session, stored.id, item.sent_at)
