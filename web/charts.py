"""Where do the marks of a report's charts over days stand? Sizes are those of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from inbox.reports.figures import Kept
from inbox.reports.reporting import Stretch
from web import formatting

_SECONDS = (1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 604800)
_ROUND = (1, 2, 5)
_MOST_TICKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How large a drawing is, where its axes stand, and for how many names of days it has room."""

    name: str
    width: int
    left: int
    right: int
    most_names: int
    height: int = 190
    top: int = 12
    bottom: int = 164


FRAMES = (
    Frame(name="wide", width=680, left=56, right=656, most_names=8),
    Frame(name="narrow", width=420, left=66, right=392, most_names=4),
)
"""Each chart is drawn for either, so that its words are readable wherever it stands."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at an axis, and what it says."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of days on a chart of lines. A value that was not measured has no height.

    `is_missed` where more than one in ten are past their target.
    """

    stretch: Stretch
    x: float
    low: float | None
    high: float | None = None
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart over days: one or two values for each, and the path of the lower one."""

    points: Sequence[Point]
    heights: Sequence[Tick]
    names: Sequence[Tick]
    path: str
    area: str = ""
    targets: Sequence[float] = ()
    """The heights of the shortest and the longest target, where something was promised."""

    @property
    def step(self) -> float:
        """How wide the place of each point is."""
        return self.points[1].x - self.points[0].x if len(self.points) > 1 else 60


def by_day(stretches: Sequence[Stretch], kept: Kept, frame: Frame) -> Lines:
    """Draw the median and nine in ten of the first responses of each day, beside the targets."""
    targets = sorted({one for one in (kept.shortest, kept.longest) if one is not None})
    highest = (one.figures.first.ninth_decile for one in stretches)
    height, ticks = upwards(frame, [*highest, *targets])
    points = [
        Point(
            one,
            x,
            _of(height, one.figures.first.median),
            _of(height, one.figures.first.ninth_decile),
            is_missed(one.figures.first_kept),
        )
        for x, one in zip(across(frame, len(stretches)), stretches, strict=True)
    ]
    heights = [height(one.total_seconds()) for one in targets]
    path = joined((one.x, one.low) for one in points)
    return Lines(points, ticks, _named(frame, stretches), path, targets=heights)


def backlog(stretches: Sequence[Stretch], frame: Frame) -> Lines:
    """Draw how many were waiting when each day was over."""
    counts = [one.waiting_after for one in stretches]
    step = _round_step(max(counts, default=0))
    most = max(step, -(-max(counts, default=0) // step) * step)
    height = _height(frame, most)
    points = [
        Point(one, x, height(one.waiting_after))
        for x, one in zip(across(frame, len(counts)), stretches, strict=True)
    ]
    ticks = [Tick(height(at), formatting.figure(at)) for at in range(0, most + 1, step)]
    path, bottom = joined((one.x, one.low) for one in points), frame.bottom
    area = f"{path}L{points[-1].x:.1f} {bottom}L{points[0].x:.1f} {bottom}z" if path else ""
    return Lines(points, ticks, _named(frame, stretches), path, area)


def is_missed(kept: Kept, *, one_in: int = 10) -> bool:
    """Whether more than one in so many are past their target, each by its own."""
    return kept.late * one_in > kept.count


def longest(lengths: Iterable[timedelta | None]) -> int:
    """Return a round number of seconds that none of some lengths exceeds."""
    seconds = max((one.total_seconds() for one in lengths if one is not None), default=0.0)
    step = _time_step(seconds)
    return max(step, int(-(-seconds // step)) * step)


def upwards(
    frame: Frame, lengths: Iterable[timedelta | None]
) -> tuple[Callable[[float], float], list[Tick]]:
    """Return how high so many seconds stand where some lengths have room, and the axis."""
    most = longest(lengths)
    height = _height(frame, most)
    return height, [Tick(height(at), _length(at)) for at in range(0, most + 1, _time_step(most))]


def _height(frame: Frame, most: int) -> Callable[[float], float]:
    return lambda value: frame.bottom - (frame.bottom - frame.top) * value / most


def _of(height: Callable[[float], float], length: timedelta | None) -> float | None:
    return None if length is None else height(length.total_seconds())


def across(frame: Frame, count: int) -> list[float]:
    """Return where each of so many stands, from left to right."""
    if count == 1:
        return [(frame.left + frame.right) / 2]
    step = (frame.right - frame.left) / max(count - 1, 1)
    return [frame.left + step * number for number in range(count)]


def _named(frame: Frame, stretches: Sequence[Stretch]) -> list[Tick]:
    every = -(-len(stretches) // frame.most_names)
    places = zip(across(frame, len(stretches)), stretches, strict=True)
    return [
        Tick(x, formatting.short_day(one.first))
        for number, (x, one) in enumerate(places)
        if number % every == 0
    ]


def joined(points: Iterable[tuple[float, float | None]]) -> str:
    """Return the path through neighbours; where there is no value, the line has a gap."""
    pieces, is_apart = [], True
    for x, y in points:
        if y is not None:
            pieces.append(f"{'M' if is_apart else 'L'}{x:.1f} {y:.1f}")
        is_apart = y is None
    return "".join(pieces)


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
