"""Which lengths do half, and nine in ten, of some not exceed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

import numpy as np

from inbox.reports import moments
from inbox.reports.arrays import Numbers
from inbox.reports.figures import Spread, median_place, ninth_place

_SHORT = 1 << 16


@dataclass(frozen=True, slots=True)
class Sorted:
    """Lengths, the shortest first, and of which wait each is."""

    lengths: Numbers
    waits: Numbers

    @classmethod
    def of(cls, lengths: Numbers, waits: Numbers) -> Self:
        """Sort the lengths of some waits."""
        measured = lengths[waits]
        order = np.argsort(measured)
        return cls(measured[order], waits[order])

    def spreads(self, places: Numbers, size: int) -> list[Spread]:
        """Measure each of so many groups, `places` being that of every wait."""
        counts, *lengths = self._found(places[self.waits], size)
        return list(map(_spread, counts.tolist(), *map(moments.spans, lengths)))

    def _found(self, places: Numbers, size: int) -> Sequence[Numbers]:
        counts = np.bincount(places, minlength=size)
        if not len(places):
            return [counts, counts, counts]
        # What is stable leaves the lengths of each group sorted, and numbers this short are put
        # in order without comparing them.
        order = np.argsort(places.astype(np.uint16) if size <= _SHORT else places, kind="stable")
        begins = np.cumsum(counts) - counts
        # Of an empty group it is any length; nobody looks at it.
        last = len(places) - 1
        wanted = (begins + place - 1 for place in (median_place(counts), ninth_place(counts)))
        return [counts, *(self.lengths[order[np.clip(one, 0, last)]] for one in wanted)]


def measured(lengths: Numbers) -> Spread:
    """Measure lengths."""
    count = len(lengths)
    if not count:
        return Spread()
    places = [median_place(count) - 1, ninth_place(count) - 1]
    return _spread(count, *moments.spans(np.partition(lengths, places)[places]))


def _spread(count: int, median: timedelta, ninth_decile: timedelta) -> Spread:
    return Spread(count=count, median=median, ninth_decile=ninth_decile) if count else _NONE


_NONE = Spread()
