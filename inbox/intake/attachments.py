"""Which attachments does a page bring that are not stored yet?

A push may leave out what the next poll tells, so messages that are here already are
looked at too. What is stored once is not compared again: a platform signs the address
of a picture anew each time it tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, insert, select
from sqlalchemy.orm import Session

from connectors.pages import Incoming
from inbox import clock, conversations, timeline
from inbox.intake.ordering import Known
from inbox.media import FETCHED
from inbox.models import Account, Attachment, FileState, Message
from inbox.search import indexing

MOST_A_MESSAGE = 20

Bare = Row[tuple[int, str | None, int]]


def keep(session: Session, account: Account, known: Known, items: Iterable[Incoming]) -> None:
    """Store the attachments of every message that has none yet, and say so of known ones."""
    told = {item.external_id: item for item in items if item.attachments}
    bare = _without(session, account, list(told)) if told else []
    now = clock.now(session)
    rows = [row for one in bare for row in _rows(one.id, told[str(one.external_id)], now)]
    if rows:
        session.execute(insert(Attachment), rows)
    late = [one for one in bare if one.external_id in known]
    indexing.again(session, [one.id for one in late])
    for one in late:
        conversation = conversations.locked(session, one.conversation_id)
        timeline.record(session, "message.attachment_seen", conversation, message_id=one.id)


def _without(session: Session, account: Account, external_ids: list[str]) -> list[Bare]:
    wanted = select(Message.id, Message.external_id, Message.conversation_id).where(
        Message.account_id == account.id,
        Message.external_id.in_(external_ids),
        ~exists().where(Attachment.message_id == Message.id),
    )
    return list(session.execute(wanted))


def _rows(message_id: int, item: Incoming, now: datetime) -> Iterator[dict[str, Any]]:
    for position, one in enumerate(item.attachments[:MOST_A_MESSAGE]):
        told = {"message_id": message_id, "position": position, **asdict(one)}
        is_fetched = one.kind in FETCHED and bool(one.url)
        state = FileState.PENDING if is_fetched else None
        yield {**told, "state": state, "due_at": now if is_fetched else None}
