"""Which lengths do half, and nine in ten, of what one statement gives not exceed?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from inbox import reach
from inbox.reckoning import MICROSECOND
from inbox.reports.figures import Spread, spread_of_sorted

_MEDIAN, _NINTH = 0.5, 0.9


def of_each(session: Session, lengths: Select[Any]) -> list[Spread]:
    """Measure each column of a statement, where it has something."""
    if session.get_bind().dialect.name == "postgresql":
        return _by_aggregate(session, lengths)
    # Sorted here in half the time that SQLite takes, and read as `gathering` does.
    found: list[list[int]] = [[] for _ in lengths.selected_columns]
    with session.connection().execute(reach.narrowed(session, lengths)) as result:
        cursor: Any = result.cursor
        for row in cursor:
            for measured, length in zip(found, row, strict=True):
                if length is not None:
                    measured.append(length)
    return [spread_of_sorted(sorted(measured)) for measured in found]


def _by_aggregate(session: Session, lengths: Select[Any]) -> list[Spread]:
    wanted = [
        one
        for length in lengths.subquery().c
        for one in (
            func.count(length),
            *(func.percentile_disc(share).within_group(length) for share in (_MEDIAN, _NINTH)),
        )
    ]
    found = session.execute(select(*wanted)).one()
    return [_spread(*found[at : at + 3]) for at in range(0, len(found), 3)]


def _spread(count: int, median: int | None, ninth: int | None) -> Spread:
    if median is None or ninth is None:
        return Spread()
    return Spread(count=count, median=median * MICROSECOND, ninth_decile=ninth * MICROSECOND)
