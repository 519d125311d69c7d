"""How much time has passed for those who still wait, by the wall and in staffed hours?

A database cannot tell the second: it depends on the hours that each is measured by, and on now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from sqlalchemy.orm import Session

from inbox import clock
from inbox.hours import adding_up
from inbox.hours.adding_up import AROUND_THE_CLOCK, Sums
from inbox.reckoning import reckoned
from inbox.reports import fates
from inbox.reports.arrays import Numbers
from inbox.reports.gathering import Waits

_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Ages:
    """Tells how long somebody has waited. The platform's clock may run ahead: never less than 0."""

    now: int
    _sums: dict[int, Sums]

    @classmethod
    def of(cls, session: Session, waits: Waits) -> Self:
        """Look up whatever hours somebody waits by."""
        kept = set(np.unique(waits.hours[waits.end == fates.WAITING]).tolist()) - {0}
        return cls(reckoned(clock.now(session)), dict(adding_up.sums(session, kept)))

    def by_the_wall(self, started: Numbers) -> Numbers:
        """Return how long it is since some moments."""
        return np.maximum(self.now - started, 0)

    def by_hours(self, hours: Numbers, started: Numbers) -> Numbers:
        """Return how much of that was staffed."""
        pairs = zip(hours.tolist(), started.tolist(), strict=True)
        return np.array([self._staffed(*one) for one in pairs], np.int64)

    def longest(
        self, waits: Waits, places: Numbers, size: int
    ) -> tuple[list[int | None], list[int | None]]:
        """Return the greatest age in each group, and the most staffed time of somebody there.

        The second may be of another: of each hours it is whoever began first.
        """
        which = waits.end == fates.WAITING
        kept, ranks = np.unique(waits.hours[which], return_inverse=True)
        earliest = np.full((max(len(kept), 1), size), _NEVER, np.int64)
        np.minimum.at(earliest, (ranks, places[which]), waits.started[which])
        staffed = np.full(size, -1, np.int64)
        for hours_id, begun in zip(kept.tolist(), earliest, strict=False):
            (there,) = np.nonzero(begun != _NEVER)
            ages = self.by_hours(np.full(len(there), hours_id), begun[there])
            staffed[there] = np.maximum(staffed[there], ages)
        oldest = earliest.min(axis=0)
        ages = np.where(oldest == _NEVER, -1, self.by_the_wall(oldest))
        return _told(ages), _told(staffed)

    def _staffed(self, hours_id: int, started: int) -> int:
        return self._sums.get(hours_id, AROUND_THE_CLOCK).between(started, self.now)


def _told(lengths: Numbers) -> list[int | None]:
    return [one if one >= 0 else None for one in lengths.tolist()]
