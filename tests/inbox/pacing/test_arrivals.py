from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inbox.pacing.arrivals import Arrivals

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _watched(*, every: timedelta, hours: int) -> Arrivals:
    """A stream read once a minute, in which something arrives at even distances."""
    arrivals = Arrivals(read_at=NOON)
    for minute in range(1, hours * 60 + 1):
        at = NOON + minute * MINUTE
        came = [at] if (at - NOON) % every < MINUTE else []
        arrivals = arrivals.then(at, came)
    return arrivals


def test_a_steady_stream_is_estimated_at_its_rate() -> None:
    arrivals = _watched(every=timedelta(minutes=5), hours=24)

    assert arrivals.an_hour(arrivals.read_at) == pytest.approx(12, rel=0.3)


def test_an_outbreak_counts_within_minutes_and_silence_ends_it_slowly() -> None:
    quiet = _watched(every=timedelta(hours=6), hours=24)
    at = quiet.read_at + 5 * MINUTE

    outbreak = quiet.then(at, [at - second * timedelta(seconds=6) for second in range(50)])

    assert outbreak.an_hour(at) > 20 * quiet.an_hour(quiet.read_at)
    calmer = outbreak.then(at + timedelta(hours=1), [])
    assert 1 < calmer.an_hour(calmer.read_at) < outbreak.an_hour(at) / 20


def test_a_new_post_is_expected_to_draw_words_whatever_the_silence_before() -> None:
    quiet = _watched(every=timedelta(days=2), hours=24)

    fresh = quiet.refreshed(quiet.read_at - 5 * MINUTE)

    assert fresh.an_hour(quiet.read_at) > 5 + quiet.an_hour(quiet.read_at)
    assert fresh.refreshed(NOON) is fresh
    a_day_later = fresh.then(quiet.read_at + timedelta(days=1), [])
    assert a_day_later.an_hour(a_day_later.read_at) < 1


def test_no_stream_is_ever_thought_dead() -> None:
    arrivals = Arrivals(read_at=NOON).then(NOON + timedelta(days=3650), [])

    assert arrivals.an_hour(arrivals.read_at) > 0


def test_a_platform_whose_clock_is_ahead_counts_its_words_as_said_now() -> None:
    arrivals = Arrivals(read_at=NOON)
    at = NOON + MINUTE

    assert arrivals.then(at, [at + timedelta(hours=2)]) == arrivals.then(at, [at])
