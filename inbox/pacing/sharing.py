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
from typing import NamedTuple

HOUR = timedelta(hours=1)
CLOSE_ENOUGH = 1.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one stream asks for: arrivals an hour, the bounds of its rests, calls a poll."""

    an_hour: float
    fastest: timedelta
    slowest: timedelta
    calls: float = 1.0


class _Hours(NamedTuple):
    """The same in plain hours. The larger its weight, the longer a stream rests."""

    weight: float
    fastest: float
    slowest: float
    calls: float


def share(demands: Sequence[Demand], calls_an_hour: float) -> list[timedelta]:
    """Say how long each stream rests between two polls.

    Together they never take more than `calls_an_hour` (above 0). When not even the
    slowest pace of all can be paid, all rests grow by the same factor beyond it.
    """
    slowest = sum(one.calls * (HOUR / one.slowest) for one in demands)
    if slowest >= calls_an_hour:
        return [one.slowest * (slowest / calls_an_hour) for one in demands]
    streams = [_in_hours(one) for one in demands]
    measure = _measure(streams, calls_an_hour)
    return [
        HOUR * min(max(measure * weight, fastest), slowest)
        for weight, fastest, slowest, _ in streams
    ]


def _in_hours(demand: Demand) -> _Hours:
    weight = math.sqrt(demand.calls / demand.an_hour)
    return _Hours(weight, demand.fastest / HOUR, demand.slowest / HOUR, demand.calls)


def _measure(streams: Sequence[_Hours], calls_an_hour: float) -> float:
    """Find the smallest common measure of rest that can be paid, between two that enclose it."""
    low = min(one.fastest / one.weight for one in streams)
    high = max(one.slowest / one.weight for one in streams)
    while high > low * CLOSE_ENOUGH:
        middle = math.sqrt(low * high)
        cost = sum(
            calls / min(max(middle * weight, fastest), slowest)
            for weight, fastest, slowest, calls in streams
        )
        low, high = (middle, high) if cost > calls_an_hour else (low, middle)
    return high
