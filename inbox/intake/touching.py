"""Which conversations may a page change? They are held before the first of them is changed.

In one order, as whoever changes several holds them, so that no two wait for each other for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.pages import Incoming, Page
from connectors.words import Direction
from inbox import conversations
from inbox.db import planned_afresh
from inbox.intake import edits, placing
from inbox.intake.ordering import Known
from inbox.intake.placing import Places
from inbox.models import Account, Conversation, Message


class Stored(NamedTuple):
    """What is here of a page's messages, and where the words stand that its new ones answer."""

    known: Known
    parents: Places


def hold(session: Session, account: Account, page: Page) -> Stored:
    """Hold what the page shows otherwise than it is stored, what gets new words, and what is told.

    Return what is stored of it. The caller holds the account's row.
    """
    shown = [*page.items, *page.again]
    stored = _look_up(session, account, shown)
    numbers = _touched(session, account, page, stored)
    if len(numbers) <= 1:
        return stored
    conversations.hold(session, numbers)
    # Whoever held them first may have changed what was looked up.
    return _look_up(session, account, shown)


def _look_up(session: Session, account: Account, items: Sequence[Incoming]) -> Stored:
    known = edits.known(session, account, items)
    fresh = [item for item in items if item.external_id not in known]
    return Stored(known, placing.of_parents(session, account, fresh))


def _touched(session: Session, account: Account, page: Page, stored: Stored) -> set[int]:
    known = stored.known
    here = (item for item in [*page.items, *page.again] if item.external_id in known)
    differing = (row for item in here if _differs(row := known[item.external_id], item))
    fresh = [item for item in page.items if item.external_id not in known]
    placed = placing.placed(fresh, stored.parents)
    numbers = {row.conversation_id for row in differing}
    numbers |= _of_threads(session, account, {item.thread_id for item in placed if item.thread_id})
    return numbers | _of_messages(session, account, {one.external_id for one in page.notices})


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
