"""How much was staffed, for many long spans at once?

What is open in a year never changes for one version of hours, so it is added up once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.hours import keeping, staffed
from inbox.hours.week import Hours, Span
from inbox.models import HoursVersion
from inbox.reckoning import moment, reckoned

Key = tuple[str, tuple[tuple[Span, ...], ...], tuple[tuple[date, tuple[Span, ...]], ...]]
"""What a version of hours says, as something to look up by."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Staffed time of one version of hours; without hours every moment counts."""

    key: Key | None
    # Told of again without comparing every holiday.
    _years: dict[int, _Year] = field(default_factory=dict, compare=False)

    def between(self, start: int, end: int) -> int:
        """Return what `staffed.between` does, all in microseconds since 1970."""
        if self.key is None or end <= start:
            return max(end - start, 0)
        first, last = moment(start).year, moment(end).year
        until = sum(self._year(year).until(end) for year in range(first, last + 1))
        return until - self._year(first).until(start)

    def _year(self, year: int) -> _Year:
        if year not in self._years and self.key is not None:
            self._years[year] = _added_up(self.key, year)
        return self._years[year]


AROUND_THE_CLOCK = Sums(None)


def sums(session: Session, version_ids: Collection[int]) -> Mapping[int, Sums]:
    """Return the sums of some versions of hours, by their numbers."""
    if not version_ids:
        return {}
    chosen = select(HoursVersion).where(HoursVersion.id.in_(version_ids))
    return {one.id: of(keeping.of(one)) for one in session.scalars(chosen)}


def of(hours: Hours | None) -> Sums:
    """Return the sums of some hours."""
    if hours is None:
        return AROUND_THE_CLOCK
    return Sums((hours.zone.key, hours.week, tuple(sorted(hours.days.items()))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    """When it opens and closes in one year of UTC, and how much was staffed before each time."""

    opens: list[int]
    closes: list[int]
    before: list[int]

    def until(self, at: int) -> int:
        """Return how much was staffed from the beginning of the year to a moment."""
        place = bisect_right(self.opens, at) - 1
        if place < 0:
            return 0
        return self.before[place] + min(at, self.closes[place]) - self.opens[place]


@lru_cache(maxsize=256)
def _added_up(key: Key, year: int) -> _Year:
    zone, week, days = key
    hours = Hours(zone=ZoneInfo(zone), week=week, days=dict(days))
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    spans = [
        (reckoned(opens), reckoned(closes)) for opens, closes in staffed.openings(hours, start, end)
    ]
    lengths = (closes - opens for opens, closes in spans)
    return _Year(
        opens=[opens for opens, _ in spans],
        closes=[closes for _, closes in spans],
        before=list(accumulate(lengths, initial=0)),
    )
