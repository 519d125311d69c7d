from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from inbox.pacing.backing_off import back_off, retry_when_told


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance, not secrecy


def test_rests_grow_with_each_failure_up_to_a_bound_and_differ_by_chance() -> None:
    for failures, most in ((1, 15), (2, 30), (5, 240), (50, 900)):
        rests = {back_off(failures, _chance(seed)) for seed in range(20)}
        assert len(rests) == 20
        assert timedelta(seconds=most / 2) <= min(rests) < max(rests) <= timedelta(seconds=most)


def test_a_time_that_the_platform_named_is_never_run_ahead_of() -> None:
    told = datetime(2026, 11, 23, 12, tzinfo=UTC)

    tries = [retry_when_told(told, _chance(seed)) for seed in range(20)]

    assert told <= min(tries) < max(tries) < told + timedelta(seconds=10)
