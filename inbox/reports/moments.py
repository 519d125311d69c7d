"""On which day, and in which hour, of the department's time is a moment?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from inbox.reckoning import MICROSECOND, reckoned
from inbox.reports.arrays import Numbers

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The epoch's first day was a Thursday; weeks here begin on Monday.
DAYS_FROM_MONDAY = 3
HOURS_OF_A_WEEK = 168


def span(microseconds: int | None) -> timedelta | None:
    """Return a length that the database reckoned."""
    return None if microseconds is None else timedelta(microseconds=microseconds)


def spans(microseconds: Numbers) -> list[timedelta]:
    """Return many such lengths."""
    found: list[timedelta] = microseconds.astype("timedelta64[us]").tolist()
    return found


def number_of(day: date) -> int:
    """Return the number of a date's day."""
    return (day - _EPOCH.date()).days


@lru_cache(maxsize=64)
def offsets(first: date, last: date, zone: ZoneInfo) -> Sequence[tuple[int, int]]:
    """Return by how much clocks are ahead of UTC on these days, each up to a moment.

    In microseconds; what holds at the end comes last.
    """
    at = datetime.combine(first, time(), UTC) - timedelta(days=2)
    end = datetime.combine(last, time(), UTC) + timedelta(days=3)
    found: list[tuple[int, int]] = []
    while at < end:
        following = at + timedelta(days=1)
        if _ahead(at, zone) != _ahead(following, zone):
            found.append((reckoned(_change(at, following, zone)), _ahead(at, zone)))
        at = following
    return [*found, (reckoned(end), _ahead(end, zone))]


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Look for the second at which clocks are changed between two moments."""
    held = _ahead(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _ahead(middle, zone) == held else (before, middle)
    return after


def _ahead(at: datetime, zone: ZoneInfo) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta()) // MICROSECOND
