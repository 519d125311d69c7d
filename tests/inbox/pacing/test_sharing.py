from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from inbox.pacing.sharing import Demand, share

HOUR = timedelta(hours=1)
SEEDS = range(40)


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance, not secrecy


def _demands(chance: Random) -> list[Demand]:
    return [
        Demand(
            an_hour=chance.lognormvariate(0, 3),
            fastest=timedelta(seconds=chance.choice((2, 10, 60))),
            slowest=timedelta(minutes=chance.choice((5, 30, 240))),
            calls=chance.choice((1, 1, 2, 5)),
        )
        for _ in range(chance.randint(1, 40))
    ]


def _cost(demands: list[Demand], rests: list[timedelta]) -> float:
    return sum(one.calls * (HOUR / rest) for one, rest in zip(demands, rests, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_never_more_calls_than_there_are_and_no_stream_beyond_its_bounds(seed: int) -> None:
    chance = _chance(seed)
    demands = _demands(chance)
    slowest = _cost(demands, [one.slowest for one in demands])
    calls = slowest * chance.uniform(1.01, 50)

    rests = share(demands, calls)

    assert _cost(demands, rests) <= calls * (1 + 1e-9)
    assert all(one.fastest <= rest <= one.slowest for one, rest in zip(demands, rests, strict=True))
    most = _cost(demands, [one.fastest for one in demands])
    assert _cost(demands, rests) > 0.999 * min(calls, most)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_busier_stream_never_rests_longer_than_a_quieter_one_of_the_same_bounds(
    seed: int,
) -> None:
    chance = _chance(seed)
    rates = sorted(chance.lognormvariate(0, 3) for _ in range(30))
    bounds = {"fastest": timedelta(seconds=5), "slowest": timedelta(hours=2)}

    rests = share([Demand(an_hour=rate, **bounds) for rate in rates], 200)

    assert rests == sorted(rests, reverse=True)


def test_between_the_bounds_rests_follow_the_square_root_of_the_rate() -> None:
    bounds = {"fastest": timedelta(seconds=1), "slowest": timedelta(days=1)}

    busy, quiet = share([Demand(an_hour=rate, **bounds) for rate in (64, 4)], 100)

    assert quiet / busy == pytest.approx(4)


def test_when_even_the_slowest_pace_is_too_dear_all_rest_longer_alike() -> None:
    bounds = {"fastest": timedelta(seconds=1), "slowest": timedelta(minutes=1)}

    rests = share([Demand(an_hour=rate, **bounds) for rate in (64, 4)], 60)

    assert rests == [timedelta(minutes=2)] * 2
