"""Which figures are there of some waits?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from inbox.reports.arrays import Numbers

Count = TypeVar("Count", int, Numbers)

_MICROSECOND = timedelta(microseconds=1)
FEW = 20
"""Fewer measured waits than this are few to judge by, and are said to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Measured lengths of time: how many, and which of them half and nine in ten do not exceed.

    Both are lengths that somebody waited, never between two: of an even number the median is the
    lower of the two in the middle. None where nothing was measured.
    """

    count: int = 0
    median: timedelta | None = None
    ninth_decile: timedelta | None = None

    @property
    def is_small(self) -> bool:
        """Whether something was measured, but too little to judge by."""
        return 0 < self.count < FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many were answered within their target and how many are past it, and these targets.

    Who still waits past the target is among the late, and so is whose wait ended past it in any
    other way than by an answer. Who waits within it yet, or was told in time that no reply is
    needed, is in neither. `promised` are all that had a target.
    """

    within: int = 0
    late: int = 0
    promised: int = 0
    shortest: timedelta | None = None
    longest: timedelta | None = None

    @property
    def count(self) -> int:
        """Of how many it is decided."""
        return self.within + self.late

    @property
    def tenths_of_percent(self) -> int | None:
        """The share within target in tenths of a percent, rounded down: never to a full hundred."""
        return self.within * 1000 // self.count if self.count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of the waits that began on some days. Each is in one of the first four.

    `on_platform` are among the answered. `waiting_longest` is the age of the oldest that runs,
    `waiting_longest_staffed` the most staffed time that one of them has waited, which may be
    another one. `first` and `following` are by the wall clock, `…_staffed` by the hours that each
    wait keeps.
    """

    answered: int = 0
    no_reply_needed: int = 0
    withdrawn: int = 0
    waiting: int = 0
    on_platform: int = 0
    firsts: int = 0
    waiting_longest: timedelta | None = None
    waiting_longest_staffed: timedelta | None = None
    first: Spread = Spread()
    following: Spread = Spread()
    first_staffed: Spread = Spread()
    following_staffed: Spread = Spread()
    first_kept: Kept = Kept()
    following_kept: Kept = Kept()

    @property
    def count(self) -> int:
        """How many waits began."""
        return self.answered + self.no_reply_needed + self.withdrawn + self.waiting

    @property
    def kept(self) -> Kept:
        """What became of the targets of both, without these."""
        first, following = self.first_kept, self.following_kept
        return Kept(
            within=first.within + following.within,
            late=first.late + following.late,
            promised=first.promised + following.promised,
        )


def median_place(count: Count) -> Count:
    """Return which one of so many, by length and from 1, is the median: the lower in the middle."""
    return (count + 1) // 2


def ninth_place(count: Count) -> Count:
    """Return which one is the shortest that nine in ten do not exceed."""
    return (9 * count + 9) // 10


def spread_of(lengths: Iterable[timedelta]) -> Spread:
    """Measure lengths."""
    return spread_of_sorted(sorted(length // _MICROSECOND for length in lengths))


def spread_of_sorted(lengths: Sequence[int]) -> Spread:
    """Measure lengths in microseconds, the shortest first."""
    if not lengths:
        return Spread()
    count = len(lengths)
    return Spread(
        count=count,
        median=lengths[median_place(count) - 1] * _MICROSECOND,
        ninth_decile=lengths[ninth_place(count) - 1] * _MICROSECOND,
    )
