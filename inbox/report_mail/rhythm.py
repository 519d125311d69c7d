"""When is a report sent, and about which days?

Every day about the day before; on Mondays about the week before; on the first about the month
before. All of it in the department's time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from connectors.phrases import Phrase
from inbox.errors import Invalid
from inbox.models import Rhythm

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_BEGINS: Mapping[Rhythm, Callable[[date], bool]] = {
    Rhythm.DAY: lambda _: True,
    Rhythm.WEEK: lambda day: day.weekday() == 0,
    Rhythm.MONTH: lambda day: day.day == 1,
}


class UnreadableTime(Invalid):
    """Nobody can tell when this is."""

    def __init__(self) -> None:
        super().__init__(Phrase("Write a time of day such as 08:00."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that a report is about, the last included, and when it is due."""

    first: date
    last: date
    due_at: datetime


def minute_of(given: str) -> int:
    """Read a time of day. Raises UnreadableTime."""
    found = _TIME.fullmatch(given.strip())
    if found is None:
        raise UnreadableTime
    return int(found[1]) * 60 + int(found[2])


def following(rhythm: Rhythm, minute: int, after: datetime, zone: ZoneInfo) -> Iterator[Period]:
    """Give the periods whose report is due after a moment, the next first, without an end."""
    today = after.astimezone(zone).date()
    for number in count():
        day = today + number * _DAY
        if _BEGINS[rhythm](day):
            # What the clock skips in spring comes as much later, what it shows twice comes once.
            at = datetime.combine(day, time(minute // 60, minute % 60), zone)
            if (due_at := at.astimezone(UTC)) > after:
                yield Period(first=_first(rhythm, day), last=day - _DAY, due_at=due_at)


def due_on(rhythm: Rhythm, due_at: datetime, zone: ZoneInfo) -> Period:
    """Return the period whose report is due at a moment."""
    day = due_at.astimezone(zone).date()
    return Period(first=_first(rhythm, day), last=day - _DAY, due_at=due_at)


def _first(rhythm: Rhythm, day: date) -> date:
    match rhythm:
        case Rhythm.DAY:
            return day - _DAY
        case Rhythm.WEEK:
            return day - _WEEK
        case Rhythm.MONTH:
            return (day - _DAY).replace(day=1)
