"""What does a report ask: which days, and which waits?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from connectors.phrases import Phrase
from inbox.errors import Invalid
from inbox.filters import reading, values
from inbox.filters.conditions import ME
from inbox.filters.reading import Filter

PERIODS = {
    "1": Phrase("Today"),
    "7": Phrase("7 days"),
    "30": Phrase("30 days"),
    "90": Phrase("90 days"),
}
USUAL = "7"
MOST_DAYS = 3660
FEW_DAYS = 62
"""Of more days than this whole weeks are shown, and a page fetches its parts one by one."""

NAMES = ("platform", "kind", "account", "team", "assignee", "tag", "language", "post")
"""What waits can be chosen by, under the names that filters of the desk have too."""

_DAY = timedelta(days=1)
_EARLIEST = date(2000, 1, 1)

Pairs = Iterable[tuple[str, str]]


class BadRange(Invalid):
    """The days of a report cannot be read."""

    def __init__(self) -> None:
        super().__init__(Phrase("Give two days, the first not after the second."))


class TooLong(Invalid):
    """More days than one report covers."""

    def __init__(self) -> None:
        super().__init__(Phrase("A report covers ten years at most. Choose fewer days."))


class NothingToChooseBy(Invalid):
    """A name that no report knows."""

    def __init__(self, name: str) -> None:
        super().__init__(Phrase("There is nothing called “{name}” to filter by.", name=name[:40]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Days of the department, the last included, and which waits that began on them."""

    first: date
    last: date
    zone: ZoneInfo
    filter: Filter = field(default_factory=Filter)
    period: str = ""

    @property
    def start(self) -> datetime:
        """When the first day begins."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        """When the last day is over."""
        return datetime.combine(self.last + _DAY, time(), self.zone)

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    @property
    def is_long(self) -> bool:
        """Whether these are many days."""
        return self.days > FEW_DAYS

    @property
    def before(self) -> Asked:
        """As many days just before, asked the same."""
        ended = self.first - _DAY
        return replace(self, first=ended - (self.last - self.first), last=ended, period="")

    @property
    def query(self) -> str:
        """The one way to write it in an address."""
        days = [("from", self.first.isoformat()), ("to", self.last.isoformat())]
        return "&".join(part for part in (urlencode(days), self.filter.query) if part)

    def narrowed(self, **given: str) -> Asked:
        """Ask for what one condition, and everything else, holds for."""
        parts = dict(self.filter.parts) | {name: (value,) for name, value in given.items()}
        return replace(self, filter=Filter(tuple((n, parts[n]) for n in NAMES if n in parts)))

    def of_days(self, first: date, last: date) -> Asked:
        """Ask the same of other days."""
        return replace(self, first=first, last=last, period="")


def read(pairs: Pairs, *, today: date, zone: ZoneInfo, me: int) -> Asked:
    """Read what an address asks. Raises BadRange, TooLong, NothingToChooseBy or BadFilter."""
    given = [(name, value) for name, value in pairs if value.strip()]
    days = {name: value for name, value in given if name in ("from", "to", "period")}
    chosen = [(name, value) for name, value in given if name not in days]
    for name, _value in chosen:
        if name not in NAMES:
            raise NothingToChooseBy(name)
    first, last, period = _days(days, today)
    found = reading.read((name, _of_mine(name, value, me)) for name, value in chosen)
    return Asked(first=first, last=last, zone=zone, filter=found, period=period)


def _days(given: dict[str, str], today: date) -> tuple[date, date, str]:
    period = given.get("period", "" if given.keys() & {"from", "to"} else USUAL)
    if period in PERIODS:
        return today - (int(period) - 1) * _DAY, today, period
    first, last = _day(given.get("from", "")), _day(given.get("to", ""))
    if first > last:
        raise BadRange
    if (last - first).days >= MOST_DAYS:
        raise TooLong
    return first, last, ""


def _day(given: str) -> date:
    try:
        found = date.fromisoformat(values.day(given))
    except ValueError:
        raise BadRange from None
    if found < _EARLIEST:
        raise BadRange
    return found


def _of_mine(name: str, value: str, me: int) -> str:
    return str(me) if name == "assignee" and value == ME else value
