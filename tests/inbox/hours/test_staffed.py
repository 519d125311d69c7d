"""How much of a span is staffed, held against counting the wall's minutes one by one?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from inbox.hours import staffed, week
from inbox.hours.week import Hours, Span

DENVER = ZoneInfo("America/Denver")
MINUTE = timedelta(minutes=1)
OFFICE = Hours(zone=DENVER, week=(week.read("08:00-12:00, 13:00-17:00"),) * 5 + ((), ()), days={})
NIGHTS = Hours(zone=DENVER, week=(week.read("22:00-06:00"),) * 7, days={})

# Spring and autumn of zones that change by an hour, by half an hour, at midnight, and never.
_ZONES = ("America/Denver", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC")
_CHANGES = (
    datetime(2026, 3, 8, 9, tzinfo=UTC),
    datetime(2026, 11, 1, 8, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC),
)
_spans = some.builds(
    lambda opens, length: Span(opens, opens + length),
    some.integers(0, 24 * 60 - 1),
    some.integers(1, 24 * 60),
)
_days = some.lists(_spans, max_size=3).map(tuple)
_hours = some.builds(
    lambda zone, lines, different: Hours(
        zone=ZoneInfo(zone),
        week=tuple(lines),
        days={_CHANGES[0].date(): different, _CHANGES[1].date(): ()},
    ),
    some.sampled_from(_ZONES),
    some.lists(_days, min_size=7, max_size=7),
    _days,
)
_moments = some.builds(
    lambda change, minutes: change + minutes * MINUTE,
    some.sampled_from(_CHANGES),
    some.integers(-2000, 2000),
)


def _denver(*when: int) -> datetime:
    return datetime(*when, tzinfo=DENVER).astimezone(UTC)


def _is_open(hours: Hours, moment: datetime) -> bool:
    """Look at the wall: does it show an open time?"""
    wall = moment.astimezone(hours.zone)
    minute = wall.hour * 60 + wall.minute
    today, yesterday = hours.on(wall.date()), hours.on(wall.date() - timedelta(days=1))
    return any(one.opens <= minute < one.closes for one in today) or any(
        one.opens <= minute + 24 * 60 < one.closes for one in yesterday
    )


def _counted(hours: Hours, start: datetime, minutes: int) -> timedelta:
    return sum(_is_open(hours, start + number * MINUTE) for number in range(minutes)) * MINUTE


@given(_hours, _moments, some.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_it_is_what_counting_minutes_gives(hours: Hours, start: datetime, minutes: int) -> None:
    end = start + minutes * MINUTE

    assert staffed.between(hours, start, end) == _counted(hours, start, minutes)


@given(_hours, _moments, some.integers(1, 3000))
@settings(max_examples=40, deadline=None)
def test_a_target_is_reached_when_so_much_staffed_time_has_passed_and_not_before(
    hours: Hours, start: datetime, minutes: int
) -> None:
    reached = staffed.after(hours, start, minutes * MINUTE)

    if reached is None:
        assert staffed.between(hours, start, start + timedelta(days=400)) < minutes * MINUTE
        return
    assert staffed.between(hours, start, reached) == minutes * MINUTE
    assert staffed.between(hours, start, reached - MINUTE) < minutes * MINUTE


def test_nights_and_weekends_do_not_count() -> None:
    friday, monday = _denver(2026, 11, 20, 16, 30), _denver(2026, 11, 23, 9)

    assert staffed.between(OFFICE, friday, monday) == timedelta(hours=1, minutes=30)


def test_seconds_are_counted_exactly() -> None:
    start = _denver(2026, 11, 23, 7, 59, 59) + timedelta(microseconds=250)

    assert staffed.between(OFFICE, start, start + timedelta(seconds=3)) == timedelta(
        seconds=2, microseconds=250
    )


def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    spring = _denver(2026, 3, 7, 21), _denver(2026, 3, 8, 12)
    autumn = _denver(2026, 10, 31, 21), _denver(2026, 11, 1, 12)

    assert staffed.between(NIGHTS, *spring) == timedelta(hours=7)
    assert staffed.between(NIGHTS, *autumn) == timedelta(hours=9)


def test_a_shift_belongs_to_the_day_on_which_it_begins() -> None:
    closed = Hours(zone=DENVER, week=NIGHTS.week, days={date(2026, 11, 26): ()})

    thanksgiving = _denver(2026, 11, 26, 0), _denver(2026, 11, 27, 23)
    # Six hours of the night before, none of its own, one of the next.
    assert staffed.between(closed, *thanksgiving) == timedelta(hours=7)


def test_without_hours_every_moment_counts() -> None:
    start = _denver(2026, 11, 21, 3)

    assert staffed.between(None, start, start + timedelta(days=2)) == timedelta(days=2)
    assert staffed.after(None, start, timedelta(hours=1)) == start + timedelta(hours=1)


def test_a_clock_that_runs_backwards_counts_nothing() -> None:
    start = _denver(2026, 11, 23, 10)

    assert staffed.between(None, start, start - timedelta(hours=1)) == timedelta()
    assert staffed.between(OFFICE, start, start - timedelta(hours=1)) == timedelta()


def test_a_target_that_no_hours_reach_has_no_moment() -> None:
    never = Hours(zone=DENVER, week=((),) * 7, days={})

    assert staffed.after(never, _denver(2026, 11, 23, 10), MINUTE) is None
