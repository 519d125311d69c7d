"""Is what is added up by the year the same as what is measured one by one?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.hours import adding_up, staffed, week
from inbox.hours.week import Hours
from inbox.reckoning import MICROSECOND, reckoned

DENVER = Hours(
    zone=ZoneInfo("America/Denver"),
    week=tuple(
        week.read(one) for one in ["08:00-12:00, 13:00-17:00"] * 4 + ["22:00-06:00", "", ""]
    ),
    days={date(2026, 12, 31): week.read("16:00-22:00"), date(2026, 11, 26): ()},
)
_moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside


@settings(deadline=None)
@given(start=_moments, end=_moments)
def test_any_span_is_added_up_to_the_microsecond(start: datetime, end: datetime) -> None:
    added = adding_up.of(DENVER).between(reckoned(start), reckoned(end))

    assert added * MICROSECOND == staffed.between(DENVER, start, end)


def test_a_shift_over_the_end_of_a_year_is_whole_and_no_span_is_less_than_nothing() -> None:
    sums = adding_up.of(DENVER)
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    around = [reckoned(new_year + timedelta(hours=hours)) for hours in (-12, 24)]

    assert sums.between(*around) * MICROSECOND == timedelta(hours=6)
    assert sums.between(around[1], around[0]) == 0


def test_without_hours_every_moment_counts() -> None:
    assert adding_up.of(None).between(5, 12) == 7
    assert adding_up.of(None).between(12, 5) == 0
