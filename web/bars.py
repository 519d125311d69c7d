"""How long is a bar beside its target? Sizes are those of the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from inbox.reports.figures import Kept, Spread
from inbox.reports.reporting import Line
from web import charts

WIDTH = 240
"""How wide a bar may be."""

_HALF = 2


@dataclass(frozen=True, slots=True)
class Meter:
    """A measured length beside the targets of what was measured; twice the longest is full."""

    value: float
    targets: Sequence[float]
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Range:
    """What has one thing in common: from the median to nine in ten, and its targets."""

    line: Line
    low: float
    high: float
    targets: Sequence[float]
    is_missed: bool


def median(spread: Spread, kept: Kept) -> Meter | None:
    """Draw a median beside its target: missed when more than half are past theirs."""
    return _meter(spread.median, kept, one_in=_HALF)


def nine_in_ten(spread: Spread, kept: Kept) -> Meter | None:
    """Draw nine in ten beside their target: missed when more than one in ten are past theirs."""
    return _meter(spread.ninth_decile, kept, one_in=10)


def of(part: int, whole: int) -> Meter | None:
    """Draw a part of a whole, which nobody promised anything about."""
    return Meter(WIDTH * part / whole, (), is_missed=False) if whole else None


def ranges(lines: Sequence[Line]) -> list[Range]:
    """Draw a line from the median to nine in ten for each that has answers."""
    measured = [one for one in lines if one.figures.first.count]
    most = charts.longest(
        length
        for one in measured
        for length in (one.figures.first.ninth_decile, one.figures.first_kept.longest)
    )
    return [
        Range(
            one,
            _along(one.figures.first.median or timedelta(), most),
            _along(one.figures.first.ninth_decile or timedelta(), most),
            [_along(target, most) for target in _targets(one.figures.first_kept)],
            charts.is_missed(one.figures.first_kept),
        )
        for one in measured
    ]


def _meter(length: timedelta | None, kept: Kept, *, one_in: int) -> Meter | None:
    if length is None or not kept.longest:
        return None
    full = 2 * kept.longest.total_seconds()
    return Meter(
        min(_along(length, full), WIDTH),
        [_along(target, full) for target in _targets(kept)],
        charts.is_missed(kept, one_in=one_in),
    )


def _targets(kept: Kept) -> list[timedelta]:
    return sorted({one for one in (kept.shortest, kept.longest) if one is not None})


def _along(length: timedelta, most: float) -> float:
    return WIDTH * length.total_seconds() / most
