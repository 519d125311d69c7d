"""How are waits counted, all of them and by what they have in common?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from inbox.reports import fates, gathering, keys, moments, still_waiting
from inbox.reports.asking import Asked
from inbox.reports.fates import Due, Fate, Outcome
from inbox.reports.figures import Figures, Kept, Spread, spread_of_sorted
from inbox.reports.gathering import Gathered, Lot, Lots
from inbox.reports.still_waiting import Ages

Counted = Mapping[str, Mapping[str, Figures]]
"""Figures by what is counted by, and by its value, as text; empty where it has none."""

Runs = list[list[int]]
_NOTHING = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """All waits of a report, the same by one thing, and its firsts with those who still wait."""

    total: Figures
    by_value: Mapping[str, Figures]
    so_far: Spread
    so_far_staffed: Spread


@dataclass(frozen=True, slots=True)
class Counting:
    """What one read found, to be counted."""

    gathered: Gathered
    ages: Ages

    def by(self, name: str) -> Mapping[str, Figures]:
        """Count by one of the things that were read."""
        return _by_value(self.gathered[name], self.ages)

    def overall(self, name: str) -> Overall:
        """Count all waits, and by something of which each has one."""
        by_value = self.by(name)
        lots = _together(self.gathered[name].values())
        tally, waiting = _tallied(lots), list(still_waiting.begun(lots, is_first=True))
        ages = [self.ages.by_the_wall(start) for _, start in waiting]
        staffed = [self.ages.by_hours(*one) for one in waiting]
        return Overall(
            total=tally.figures(self.ages, lots),
            by_value=by_value,
            so_far=_spread([*tally.lengths[True], ages]),
            so_far_staffed=_spread([*tally.staffed[True], staffed]),
        )


def read(session: Session, asked: Asked, by: Sequence[str]) -> Counting:
    """Read the waits that began on the days of a report, for each of some things."""
    gathered = gathering.gather(session, asked, by)
    return Counting(gathered, Ages.of(session, gathered))


def count(session: Session, asked: Asked, by: Sequence[str]) -> Counted:
    """Count the waits that began on the days of a report by each of some things."""
    found = read(session, asked, by)
    return {name: found.by(name) for name in by}


def total(session: Session, asked: Asked) -> Figures:
    """Count all waits that began on the days of a report."""
    return read(session, asked, (keys.TOTAL,)).by(keys.TOTAL).get(_NOTHING, Figures())


def _by_value(found: Mapping[Any, Lots], ages: Ages) -> dict[str, Figures]:
    return {
        _NOTHING if value is None else str(value): _tallied(lots).figures(ages, lots)
        for value, lots in found.items()
    }


def _together(every: Iterable[Lots]) -> Lots:
    together: Lots = {}
    for lots in every:
        for number, (lengths, by_hours) in lots.items():
            there = together.setdefault(number, ([], []))
            there[0].extend(lengths)
            there[1].extend(by_hours)
    return together


def _both() -> dict[bool, int]:
    return {True: 0, False: 0}


def _runs() -> dict[bool, Runs]:
    return {True: [], False: []}


@dataclass(slots=True)
class _Tally:
    """Adds up what became of waits; of first ones and of later ones apart."""

    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    on_platform: int = 0
    firsts: int = 0
    oldest: int | None = None
    within: dict[bool, int] = field(default_factory=_both)
    late: dict[bool, int] = field(default_factory=_both)
    promised: dict[bool, int] = field(default_factory=_both)
    targets: dict[bool, set[timedelta]] = field(default_factory=lambda: {True: set(), False: set()})
    lengths: dict[bool, Runs] = field(default_factory=_runs)
    staffed: dict[bool, Runs] = field(default_factory=_runs)

    def add(self, fate: Fate, lot: Lot) -> None:
        """Add waits of one fate."""
        count, which = len(lot[0]), fate.is_first
        self.outcomes[fate.outcome] += count
        self.on_platform += count if fate.on_platform else 0
        self.firsts += count if which else 0
        self.late[which] += count if fate.due is Due.LATE else 0
        if fate.target is not None:
            self.promised[which] += count
            self.targets[which].add(fate.target)
        if fate.outcome is Outcome.WAITING:
            oldest = min(lot[0])
            self.oldest = oldest if self.oldest is None else min(oldest, self.oldest)
        if fate.outcome is Outcome.ANSWERED:
            self.within[which] += count if fate.due is Due.IN_TIME else 0
            self._measure(fate, lot)

    def _measure(self, fate: Fate, lot: Lot) -> None:
        lengths, by_hours = lot
        # In place: whatever is put together of sorted runs is soon sorted itself.
        lengths.sort()
        by_hours.sort()
        self.lengths[fate.is_first].append(lengths)
        self.staffed[fate.is_first].append(by_hours if fate.is_measured else lengths)

    def figures(self, ages: Ages, lots: Lots) -> Figures:
        """Return the figures of what was added up, `lots` being all of it."""
        oldest = None if self.oldest is None else ages.by_the_wall(self.oldest)
        return Figures(
            answered=self.outcomes[Outcome.ANSWERED],
            no_reply_needed=self.outcomes[Outcome.NO_REPLY_NEEDED],
            withdrawn=self.outcomes[Outcome.WITHDRAWN],
            waiting=self.outcomes[Outcome.WAITING],
            on_platform=self.on_platform,
            firsts=self.firsts,
            waiting_longest=moments.span(oldest),
            waiting_longest_staffed=moments.span(ages.longest_by_hours(lots)),
            first=_spread(self.lengths[True]),
            following=_spread(self.lengths[False]),
            first_staffed=_spread(self.staffed[True]),
            following_staffed=_spread(self.staffed[False]),
            first_kept=self._kept(is_first=True),
            following_kept=self._kept(is_first=False),
        )

    def _kept(self, *, is_first: bool) -> Kept:
        targets = self.targets[is_first]
        return Kept(
            within=self.within[is_first],
            late=self.late[is_first],
            promised=self.promised[is_first],
            shortest=min(targets, default=None),
            longest=max(targets, default=None),
        )


def _tallied(lots: Lots) -> _Tally:
    tally = _Tally()
    for number, lot in lots.items():
        tally.add(fates.of(number), lot)
    return tally


def _spread(runs: Runs) -> Spread:
    return spread_of_sorted(sorted(chain.from_iterable(runs)))
