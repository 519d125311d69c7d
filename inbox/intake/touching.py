"""Which conversations may a page change? They are held before the first of them is changed.

In one order, as whoever changes several holds them, so that no two wait for each other for ever.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.pages import Incoming, Page
from connectors.words import Direction
from inbox import conversations
from inbox.db import planned_afresh
from inbox.intake import edits, placing
from inbox.models import Account, Conversation, Message


def hold(session: Session, account: Account, page: Page) -> None:
    """Hold what the page shows otherwise than it is stored, what gets new words, and what is told.

    The caller holds the account's row.
    """
    shown = [*page.items, *page.again]
    known = edits.known(session, account, shown) if shown else {}
    stored = ((known[item.external_id], item) for item in shown if item.external_id in known)
    fresh = [item for item in page.items if item.external_id not in known]
    placed = placing.placed(session, account, fresh)
    numbers = {row.conversation_id for row, item in stored if _differs(row, item)}
    numbers |= _of_threads(session, account, {item.thread_id for item in placed if item.thread_id})
    numbers |= _of_messages(session, account, {one.external_id for one in page.notices})
    if len(numbers) > 1:
        conversations.hold(session, numbers)


def _differs(stored: Any, item: Incoming) -> bool:
    is_moved = item.direction is Direction.OUT and item.sent_at != stored.sent_at
    is_hidden = stored.hidden_at is not None
    return item.text != stored.text or is_moved or item.is_hidden not in (None, is_hidden)


def _of_threads(session: Session, account: Account, names: set[str]) -> set[int]:
    if not names:
        return set()
    number = func.coalesce(Conversation.continues_in_id, Conversation.id)
    of_names = Conversation.account_id == account.id, Conversation.thread_id.in_(names)
    return set(session.scalars(planned_afresh(select(number).where(*of_names))))


def _of_messages(session: Session, account: Account, names: set[str]) -> set[int]:
    if not names:
        return set()
    of_names = Message.account_id == account.id, Message.external_id.in_(names)
    asked = select(Message.conversation_id).where(*of_names)
    return set(session.scalars(planned_afresh(asked)))
