"""Where do the marks of a report's charts stand? Sizes are those of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from inbox.reports.figures import Figures
from inbox.reports.reporting import Line, Stretch
from web import formatting

WIDTH, HEIGHT = 680, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 664, 12, 164
STEPS = 4
"""How many shades a heat map has."""

_SECONDS = (1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 604800)
_ROUND = (1, 2, 5)
_MOST_TICKS = 4
_MOST_NAMES = 8
_CELL = 26.75
_ROW = 20.5
_LINE = 23.0
_NAMES = 190
_VALUES = 600


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at an axis, and what it says."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of days on a chart of lines. A value that was not measured has no height."""

    x: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart over days: one or two values for each, and the path of the lower one."""

    points: Sequence[Point]
    heights: Sequence[Tick]
    names: Sequence[Tick]
    path: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the week: how many began to wait, and how dark it is."""

    x: float
    y: float
    count: int
    shade: int


@dataclass(frozen=True, slots=True)
class Range:
    """A line of a chart of ranges, from the median to nine in ten."""

    y: float
    name: str
    low: float
    high: float
    words: str


def by_day(stretches: Sequence[Stretch]) -> Lines:
    """Draw the median and nine in ten of the first responses of each day."""
    most = _longest(one.figures.first.ninth_decile for one in stretches)
    height = _height(most)
    points = [
        Point(
            x,
            _of(height, one.figures.first.median),
            _of(height, one.figures.first.ninth_decile),
        )
        for x, one in zip(_across(len(stretches)), stretches, strict=True)
    ]
    ticks = [Tick(height(at), _length(at)) for at in _time_ticks(most)]
    return Lines(points, ticks, _named(stretches), _path(points))


def backlog(stretches: Sequence[Stretch]) -> Lines:
    """Draw how many were waiting when each day was over."""
    counts = [one.waiting_after for one in stretches]
    step = _round_step(max(counts, default=0))
    most = max(step, -(-max(counts, default=0) // step) * step)
    height = _height(most)
    points = [
        Point(x, height(count), None) for x, count in zip(_across(len(counts)), counts, strict=True)
    ]
    ticks = [Tick(height(at), formatting.figure(at)) for at in range(0, most + 1, step)]
    path = _path(points)
    area = f"{path}L{points[-1].x:.1f} {BOTTOM}L{points[0].x:.1f} {BOTTOM}z" if path else ""
    return Lines(points, ticks, _named(stretches), path, area)


def by_hour(hours: Mapping[int, Figures]) -> list[list[Cell]]:
    """Draw how many began to wait in each hour of the week, a row for each day."""
    most = max((one.count for one in hours.values()), default=0)
    return [
        [
            Cell(
                x=36 + hour * _CELL,
                y=4 + day * _ROW,
                count=(count := _count(hours, day * 24 + hour)),
                shade=-(-STEPS * count // most) if most else 0,
            )
            for hour in range(24)
        ]
        for day in range(7)
    ]


def ranges(lines: Sequence[Line]) -> list[Range]:
    """Draw a line from the median to nine in ten for each that has answers."""
    measured = [one for one in lines if one.figures.first.count]
    most = _longest(one.figures.first.ninth_decile for one in measured)
    found = []
    for number, one in enumerate(measured):
        median, ninth = one.figures.first.median, one.figures.first.ninth_decile
        if median is not None and ninth is not None:
            y, words = 18 + number * _LINE, formatting.measured(ninth)
            found.append(Range(y, one.name, _along(median, most), _along(ninth, most), words))
    return found


def _along(length: timedelta, most: int) -> float:
    return _NAMES + (_VALUES - _NAMES) * length.total_seconds() / most


def _count(hours: Mapping[int, Figures], hour: int) -> int:
    return hours[hour].count if hour in hours else 0


def _longest(lengths: Iterable[timedelta | None]) -> int:
    seconds = max((one.total_seconds() for one in lengths if one is not None), default=0.0)
    step = _time_step(seconds)
    return max(step, int(-(-seconds // step)) * step)


def _height(most: int) -> Callable[[float], float]:
    return lambda value: BOTTOM - (BOTTOM - TOP) * value / most


def _of(height: Callable[[float], float], length: timedelta | None) -> float | None:
    return None if length is None else height(length.total_seconds())


def _across(count: int) -> list[float]:
    if count == 1:
        return [(LEFT + RIGHT) / 2]
    return [LEFT + (RIGHT - LEFT) * number / (count - 1) for number in range(count)]


def _named(stretches: Sequence[Stretch]) -> list[Tick]:
    every = -(-len(stretches) // _MOST_NAMES)
    places = zip(_across(len(stretches)), stretches, strict=True)
    return [
        Tick(x, formatting.short_day(one.first))
        for number, (x, one) in enumerate(places)
        if number % every == 0
    ]


def _path(points: Sequence[Point]) -> str:
    """Join neighbours; where a day has no value, the line has a gap."""
    pieces, is_apart = [], True
    for one in points:
        if one.low is not None:
            pieces.append(f"{'M' if is_apart else 'L'}{one.x:.1f} {one.low:.1f}")
        is_apart = one.low is None
    return "".join(pieces)


def _time_ticks(most: int) -> range:
    return range(0, most + 1, _time_step(most))


def _time_step(seconds: float) -> int:
    fitting = (one for one in _SECONDS if seconds / one <= _MOST_TICKS)
    return next(fitting, -(-int(seconds) // _MOST_TICKS) or 1)


def _round_step(most: int) -> int:
    scale = 1
    while True:
        for one in _ROUND:
            if most <= one * scale * _MOST_TICKS:
                return one * scale
        scale *= 10


def _length(seconds: int) -> str:
    return formatting.span(timedelta(seconds=seconds)) if seconds else "0"
