"""How much time has passed for those who still wait, by the wall and in staffed hours?

A database cannot tell the second: it depends on the hours that each is measured by, and on now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy.orm import Session

from inbox import clock
from inbox.hours import adding_up
from inbox.hours.adding_up import AROUND_THE_CLOCK, Sums
from inbox.reckoning import reckoned
from inbox.reports import fates
from inbox.reports.fates import Outcome
from inbox.reports.gathering import Gathered, Lot, Lots

_ALWAYS = 0

Begun = Iterator[tuple[int, int]]
"""By which hours somebody waits, and since when."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Tells how long somebody has waited. The platform's clock may run ahead: never less than 0."""

    now: int
    _sums: dict[int, Sums] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, gathered: Gathered) -> Self:
        """Look up whatever hours somebody waits by."""
        every = (lots for by_key in gathered.values() for lots in by_key.values())
        kept = {hours_id for lots in every for hours_id, _ in begun(lots)} - {_ALWAYS}
        return cls(reckoned(clock.now(session)), dict(adding_up.sums(session, kept)))

    def by_the_wall(self, start: int) -> int:
        """Return how long it is since a moment."""
        return max(self.now - start, 0)

    def by_hours(self, hours_id: int, start: int) -> int:
        """Return how much of that was staffed."""
        return self._sums.get(hours_id, AROUND_THE_CLOCK).between(start, self.now)

    def longest_by_hours(self, lots: Lots) -> int | None:
        """Return the most staffed time that somebody has waited: of each hours who began first."""
        earliest: dict[int, int] = {}
        for hours_id, start in begun(lots):
            earliest[hours_id] = min(start, earliest.get(hours_id, start))
        return max((self.by_hours(*one) for one in earliest.items()), default=None)


def begun(lots: Lots, *, is_first: bool | None = None) -> Begun:
    """Tell of everyone who waits, or of those only who wait for a first answer or a next one."""
    for number, lot in lots.items():
        fate = fates.of(number)
        if fate.outcome is Outcome.WAITING and is_first in (None, fate.is_first):
            yield from _of(lot)


def _of(lot: Lot) -> Iterable[tuple[int, int]]:
    starts, hours_ids = lot
    return zip(hours_ids or [_ALWAYS] * len(starts), starts, strict=True)
