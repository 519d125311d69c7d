"""Of two tellings of one message, which is the later?

A page may be fetched before a push and be stored after it: then what the push told must
stand. Each telling carries the moment for which it speaks: a page the one before it was
asked for, a push the one it was sent. What comes from an earlier moment changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from connectors.pages import Incoming
from inbox.models import Message

Known = dict[str, Any]


def has_later_words(stored: Any, item: Incoming, as_of: datetime) -> bool:
    """Tell whether an item's words may take the place of the stored ones.

    A platform that numbers the wordings says so itself; else the moments decide.
    """
    if item.edition and stored.edition and item.edition != stored.edition:
        return bool(item.edition > stored.edition)
    return _is_later(stored.text_as_of, as_of)


def has_later_flags(stored: Any, as_of: datetime) -> bool:
    """Tell whether likes and hiding may be taken over."""
    return _is_later(stored.flags_as_of, as_of)


def tells_flags(item: Incoming) -> bool:
    """Tell whether a telling speaks of likes or hiding at all; a push does not."""
    return item.likes is not None or item.is_hidden is not None


def note(session: Session, known: Known, items: Iterable[Incoming], as_of: datetime) -> None:
    """Note for what moment the stored messages are known now."""
    told = [(known[item.external_id], item) for item in items if item.external_id in known]
    words = [row.id for row, item in told if has_later_words(row, item, as_of)]
    flags = [row.id for row, item in told if tells_flags(item) and has_later_flags(row, as_of)]
    _move(session, Message.text_as_of, words, as_of)
    _move(session, Message.flags_as_of, flags, as_of)


def _is_later(known: datetime | None, as_of: datetime) -> bool:
    return known is None or as_of >= known


def _move(
    session: Session,
    column: InstrumentedAttribute[datetime | None],
    message_ids: list[int],
    as_of: datetime,
) -> None:
    if message_ids:
        session.execute(
            update(Message)
            .where(Message.id.in_(message_ids), or_(column.is_(None), column < as_of))
            .values({column.key: as_of})
            .execution_options(synchronize_session=False)
        )
