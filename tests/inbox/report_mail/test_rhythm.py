"""When is a report due, and about which days?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from inbox.models import Rhythm
from inbox.report_mail import rhythm
from inbox.report_mail.rhythm import UnreadableTime

DENVER = ZoneInfo("America/Denver")
MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def _next(often: Rhythm, time: str, after: datetime, count: int = 2) -> list[tuple[str, str, str]]:
    ahead = rhythm.following(often, rhythm.minute_of(time), after, DENVER)
    return [
        (f"{one.due_at:%m-%d %H:%M}", one.first.isoformat(), one.last.isoformat())
        for one in islice(ahead, count)
    ]


@pytest.mark.parametrize(
    ("often", "expected"),
    [
        (
            Rhythm.DAY,
            [
                ("11-23 15:00", "2026-11-22", "2026-11-22"),
                ("11-24 15:00", "2026-11-23", "2026-11-23"),
            ],
        ),
        (
            Rhythm.WEEK,
            [
                ("11-23 15:00", "2026-11-16", "2026-11-22"),
                ("11-30 15:00", "2026-11-23", "2026-11-29"),
            ],
        ),
        (
            Rhythm.MONTH,
            [
                ("12-01 15:00", "2026-11-01", "2026-11-30"),
                ("01-01 15:00", "2026-12-01", "2026-12-31"),
            ],
        ),
    ],
)
def test_each_rhythm_tells_of_the_days_that_are_over(
    often: Rhythm, expected: list[tuple[str, str, str]]
) -> None:
    assert _next(often, "08:00", MONDAY) == expected


def test_at_its_very_moment_the_next_one_follows() -> None:
    [(due_at, *_)] = _next(Rhythm.DAY, "07:00", MONDAY, 1)

    assert due_at == "11-24 14:00"


def test_an_hour_that_the_clock_skips_comes_later_and_one_it_shows_twice_comes_once() -> None:
    spring = _next(Rhythm.DAY, "02:30", datetime(2026, 3, 8, 7, tzinfo=UTC))
    autumn = _next(Rhythm.DAY, "01:30", datetime(2026, 11, 1, 6, tzinfo=UTC))

    assert spring == [
        ("03-08 09:30", "2026-03-07", "2026-03-07"),
        ("03-09 08:30", "2026-03-08", "2026-03-08"),
    ]
    assert [due_at for due_at, *_ in autumn] == ["11-01 07:30", "11-02 08:30"]


def test_what_is_due_knows_its_days() -> None:
    leap = datetime(2028, 3, 1, 15, tzinfo=UTC)

    period = rhythm.due_on(Rhythm.MONTH, leap, DENVER)

    assert (period.first, period.last) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    "given", ["", "8", "24:00", "08:60", "8 am", "08:00:00", "\u0660\u0668:\u0660\u0660"]
)
def test_what_is_no_time_is_refused_in_words(given: str) -> None:
    with pytest.raises(UnreadableTime, match=r"such as 08:00"):
        rhythm.minute_of(given)
