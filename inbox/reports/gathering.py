"""Which lengths stand behind the figures of the chosen waits, by what these have in common?

One read gives them for everything that a page counts by. PostgreSQL puts together what belongs
together, since what it hands out one by one takes long to arrive. SQLite would sort all of it for
that, and is next door: it hands out the rows, and they are put together here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select, tuple_
from sqlalchemy.orm import Session

from inbox import clock, reach
from inbox.models import Tag, Wait, conversation_tag
from inbox.reckoning import reckoned
from inbox.reports import choosing, fates, keys
from inbox.reports.asking import Asked

Lot = tuple[list[int], list[int]]
"""The length of each wait, and where hours are kept with each, what `fates.by_hours` says."""

Lots = dict[int, Lot]
"""Waits by the number of their fate."""

Gathered = Mapping[str, Mapping[Any, Lots]]
"""By what is counted by, and by its value."""

_APART = ","


def gather(session: Session, asked: Asked, by: Sequence[str]) -> Gathered:
    """Read the waits that began on the days of a report once, for all that it is counted by."""
    together = [name for name in by if name != keys.TAG]
    reads = [names for names in (together, [keys.TAG] if keys.TAG in by else []) if names]
    read = _put_together if session.get_bind().dialect.name == "postgresql" else _row_by_row
    return {name: lots for names in reads for name, lots in read(session, asked, names).items()}


def statement(asked: Asked, by: Sequence[str], now: int) -> Select[Any]:
    """Return the statement that gives the chosen waits, each with what it is counted by."""
    chosen = select(
        *(keys.of(name, asked).label(f"key_{at}") for at, name in enumerate(by)),
        fates.number(now).label("fate"),
        fates.length().label("length"),
        fates.by_hours().label("by_hours"),
    ).where(choosing.began(asked), choosing.chosen(asked))
    if keys.TAG in by:
        of_wait = conversation_tag.c.conversation_id == Wait.conversation_id
        chosen = chosen.join(conversation_tag, of_wait).join(
            Tag, Tag.id == conversation_tag.c.tag_id
        )
    if keys.OF_CONVERSATIONS.intersection(by):
        return choosing.joined(chosen)
    return choosing.of_conversations(chosen, asked)


def _row_by_row(session: Session, asked: Asked, by: Sequence[str]) -> Gathered:
    found: list[defaultdict[tuple[Any, int], Lot]] = [defaultdict(lambda: ([], [])) for _ in by]
    for *each, number, length, by_hours in _rows(session, asked, by):
        for lots, key in zip(found, each, strict=True):
            lengths, measured = lots[key, number]
            lengths.append(length)
            if by_hours is not None:
                measured.append(by_hours)
    return {
        name: _by_key((key, number, lot) for (key, number), lot in lots.items())
        for name, lots in zip(by, found, strict=True)
    }


def _rows(session: Session, asked: Asked, by: Sequence[str]) -> Iterator[Any]:
    """Give the rows as the driver has them, one at a time.

    Wrapped, or all kept at once, they take two to three times as long: Python looks through all
    that is kept for what could be let go, again and again.
    """
    wanted = reach.narrowed(session, statement(asked, by, reckoned(clock.now(session))))
    with session.connection().execute(wanted) as result:
        cursor: Any = result.cursor
        yield from cursor


def _by_key(found: Iterable[tuple[Any, int, Lot]]) -> dict[Any, Lots]:
    by_key: dict[Any, Lots] = {}
    for key, number, lot in found:
        by_key.setdefault(key, {})[number] = lot
    return by_key


def _put_together(session: Session, asked: Asked, by: Sequence[str]) -> Gathered:
    one = statement(asked, by, reckoned(clock.now(session))).subquery().c
    each = [one[f"key_{at}"] for at in range(len(by))]
    of_each = func.grouping_sets(*(tuple_(key, one.fate) for key in each))
    statement_ = select(
        func.grouping(*each), *each, one.fate, _listed(one.length), _listed(one.by_hours)
    ).group_by(of_each)
    found: dict[str, list[Any]] = {name: [] for name in by}
    for which, *values, number, lengths, by_hours in session.execute(statement_):
        # A bit is off for what the row is grouped by, the first standing for the highest.
        at = len(by) - (~which & ((1 << len(by)) - 1)).bit_length()
        found[by[at]].append((values[at], number, (_numbers(lengths), _numbers(by_hours))))
    return {name: _by_key(rows) for name, rows in found.items()}


def _listed(column: ColumnElement[Any]) -> ColumnElement[str | None]:
    return func.string_agg(cast(column, String), _APART)


def _numbers(listed: str | None) -> list[int]:
    return list(map(int, listed.split(_APART))) if listed else []
