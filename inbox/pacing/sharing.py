"""How are calls shared among streams, so that people wait least?

For independent streams the mean wait is least when each is read in proportion to the
square root of its arrivals (and of one over the calls that a poll takes). Bounds are
kept by holding a stream at its bound and sharing the rest among the others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

HOUR = timedelta(hours=1)
CLOSE_ENOUGH = 1.0001


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one stream asks for: arrivals an hour, the bounds of its rests, calls a poll."""

    an_hour: float
    fastest: timedelta
    slowest: timedelta
    calls: float = 1.0


@dataclass(frozen=True, slots=True)
class _Hours:
    """The same in plain hours. The larger its weight, the longer a stream rests."""

    weight: float
    fastest: float
    slowest: float
    calls: float

    @classmethod
    def of(cls, demand: Demand) -> _Hours:
        weight = math.sqrt(demand.calls / demand.an_hour)
        return cls(weight, demand.fastest / HOUR, demand.slowest / HOUR, demand.calls)

    def rest(self, measure: float) -> float:
        return min(max(measure * self.weight, self.fastest), self.slowest)


def share(demands: Sequence[Demand], calls_an_hour: float) -> list[timedelta]:
    """Say how long each stream rests between two polls.

    Together they never take more than `calls_an_hour` (above 0). When not even the
    slowest pace of all can be paid, all rests grow by the same factor beyond it.
    """
    slowest = sum(one.calls * (HOUR / one.slowest) for one in demands)
    if slowest >= calls_an_hour:
        return [one.slowest * (slowest / calls_an_hour) for one in demands]
    streams = [_Hours.of(one) for one in demands]
    measure = _measure(streams, calls_an_hour)
    return [HOUR * one.rest(measure) for one in streams]


def _measure(streams: Sequence[_Hours], calls_an_hour: float) -> float:
    """Find the smallest common measure of rest that can be paid, between two that enclose it."""
    low = min(one.fastest / one.weight for one in streams)
    high = max(one.slowest / one.weight for one in streams)
    while high > low * CLOSE_ENOUGH:
        middle = math.sqrt(low * high)
        cost = sum(one.calls / one.rest(middle) for one in streams)
        low, high = (middle, high) if cost > calls_an_hour else (low, middle)
    return high
