"""How long was somebody at the desk between two moments, and when will they have been?

A moment is staffed when the clock on the team's wall shows an open time. So an hour that the
wall skips in spring is nobody's, and one that it shows twice in autumn counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbox.hours.week import Hours

LONGEST_LOOK = timedelta(days=800)
"""How far ahead a moment is looked for: more than a year in which every day is closed."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SECOND = timedelta(seconds=1)
_NOTHING = timedelta()


def between(hours: Hours | None, start: datetime, end: datetime) -> timedelta:
    """Return how much of a span was staffed; without hours, all of it."""
    if hours is None:
        return max(end - start, _NOTHING)
    return sum((closes - opens for opens, closes in openings(hours, start, end)), _NOTHING)


def after(hours: Hours | None, start: datetime, length: timedelta) -> datetime | None:
    """Return when so much staffed time has passed since a moment; None when it never does."""
    if hours is None:
        return start + length
    left, at = length, start
    while at < start + LONGEST_LOOK:
        for opens, closes in openings(hours, at, at + _WEEK):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        at += _WEEK
    return None


def openings(hours: Hours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield what is open between two moments, in order and without overlaps, in UTC."""
    for begins, ends, offset in _stretches(hours.zone, start, end):
        for opens, closes in _on_the_wall(hours, begins + offset, ends + offset):
            yield opens - offset, closes - offset


def _on_the_wall(
    hours: Hours, begins: datetime, ends: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield what is open while the wall's clock runs on without a jump; `tzinfo` says nothing."""
    reached = begins
    for opens, closes in sorted(_spans(hours, begins, ends)):
        first, last = max(opens, reached), min(closes, ends)
        if first < last:
            yield first, last
            reached = last


def _spans(hours: Hours, begins: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = begins.date() - _DAY
    while day <= ends.date():
        midnight = datetime.combine(day, time(), UTC)
        for span in hours.on(day):
            yield (
                midnight + timedelta(minutes=span.opens),
                midnight + timedelta(minutes=span.closes),
            )
        day += _DAY


def _stretches(
    zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Cut a span where the zone's clock jumps, and at least daily; with the offset of each part."""
    at = start.astimezone(UTC)
    end = end.astimezone(UTC)
    while at < end:
        offset, until = _offset(zone, at), min(at + _DAY, end)
        if _offset(zone, until) != offset:
            until = min(_jump(zone, at, until), end)
        yield at, until, offset
        at = until


def _jump(zone: ZoneInfo, before: datetime, after_it: datetime) -> datetime:
    """Return the first moment, a whole second, at which the offset differs."""
    offset = _offset(zone, before)
    low = before.replace(microsecond=0)
    steps = (after_it - low) // _SECOND + 1
    first, last = 0, steps
    while last - first > 1:
        middle = (first + last) // 2
        if _offset(zone, low + middle * _SECOND) == offset:
            first = middle
        else:
            last = middle
    return low + last * _SECOND


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or _NOTHING
