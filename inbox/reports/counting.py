"""How are waits counted, all of them and by what they have in common?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import chain

import numpy as np
from sqlalchemy.orm import Session

from inbox.reports import choosing, fates, keys, moments
from inbox.reports.arrays import Marks, Numbers
from inbox.reports.asking import Asked
from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.gathering import Waits
from inbox.reports.lengths import Sorted, measured
from inbox.reports.still_waiting import Ages
from inbox.reports.tags import Tagged

Counted = Mapping[str, Mapping[str, Figures]]
"""Figures by what is counted by, and by its value, as text; empty where it has none."""

_UNPROMISED = int(np.iinfo(np.int64).max)
_NO_TARGETS = Kept()


@dataclass(frozen=True)
class Counting:
    """What one read found, to be counted by each thing that was read with it."""

    waits: Waits
    ages: Ages
    tagged: Tagged | None = None

    def by(self, name: str) -> dict[str, Figures]:
        """Count by one of these things."""
        if not len(self.waits):
            return {}
        if name == keys.TAG:
            return self._by_tag()
        grouping = keys.grouping(name, self.waits)
        figures = self.of_groups(grouping.places, len(grouping.labels))
        return dict(zip(grouping.labels, figures, strict=True))

    def total(self) -> Figures:
        """Count all."""
        return self.by(keys.TOTAL).get("", Figures())

    def so_far(self) -> tuple[Spread, Spread]:
        """Measure the first waits that were answered, and those that run: also in staffed hours."""
        waits, is_first = self.waits, self.waits.is_first
        answered = is_first & (waits.end == fates.ANSWERED)
        waiting = is_first & (waits.end == fates.WAITING)
        started, hours = waits.started[waiting], waits.hours[waiting]
        lengths = waits.length[answered], self.ages.by_the_wall(started)
        staffed = waits.staffed[answered], self.ages.by_hours(hours, started)
        return measured(np.concatenate(lengths)), measured(np.concatenate(staffed))

    def _by_tag(self) -> dict[str, Figures]:
        if not self.tagged:
            return {}
        labels, places = self.tagged.labels, self.tagged.places
        found = replace(self, waits=self.waits.at(self.tagged.waits))
        return dict(zip(labels, found.of_groups(places, len(labels)), strict=True))

    @cached_property
    def _fates(self) -> Numbers:
        return fates.of_each(self.waits, self.ages.now)

    @cached_property
    def _sorted(self) -> tuple[Sorted, Sorted]:
        (answered,) = np.nonzero(self.waits.end == fates.ANSWERED)
        return Sorted.of(self.waits.length, answered), Sorted.of(self.waits.staffed, answered)

    def of_groups(self, places: Numbers, size: int) -> Iterator[Figures]:
        """Count the waits of each of so many groups, `places` being that of every wait."""
        counts = fates.counted(self._fates, places, size)
        # Next responses and then first ones of each group.
        of_both = places * 2 + self.waits.is_first
        by_the_wall, staffed = (one.spreads(of_both, 2 * size) for one in self._sorted)
        kept = self._kept(counts, of_both, size)
        columns = (
            *(_summed(counts, which) for which in fates.ENDED),
            _summed(counts, fates.ON_PLATFORM),
            _summed(counts, fates.FIRST),
            *self.ages.longest(self.waits, places, size),
        )
        for at, one in enumerate(zip(*columns, strict=True)):
            following, first = 2 * at, 2 * at + 1
            waiting, answered, needless, withdrawn, on_platform, firsts, longest, in_hours = one
            yield Figures(
                answered=answered,
                no_reply_needed=needless,
                withdrawn=withdrawn,
                waiting=waiting,
                on_platform=on_platform,
                firsts=firsts,
                waiting_longest=moments.span(longest),
                waiting_longest_staffed=moments.span(in_hours),
                first=by_the_wall[first],
                following=by_the_wall[following],
                first_staffed=staffed[first],
                following_staffed=staffed[following],
                first_kept=kept[first],
                following_kept=kept[following],
            )

    def _kept(self, counts: Numbers, of_both: Numbers, size: int) -> list[Kept]:
        """Tell how targets were kept, of next responses and then of first ones of each group."""
        has_target = self.waits.target > 0
        targets, groups = self.waits.target[has_target] - 1, of_both[has_target]
        promised = np.bincount(groups, minlength=2 * size)
        shortest, longest = np.where(promised, _UNPROMISED, 0), np.zeros(2 * size, np.int64)
        np.minimum.at(shortest, groups, targets)
        np.maximum.at(longest, groups, targets)
        columns = (
            _of_both(counts, fates.WITHIN),
            _of_both(counts, fates.LATE),
            promised.tolist(),
            moments.spans(shortest * moments.SECOND),
            moments.spans(longest * moments.SECOND),
        )
        return [_kept(*one) for one in zip(*columns, strict=True)]


def read(
    session: Session, asked: Asked, by: Collection[str], *, beside: Collection[str] = ()
) -> Counting:
    """Read the waits that began on the days of a report, to be counted by each of some things.

    What is told `beside` is read too.
    """
    waits = choosing.began(
        session,
        asked,
        beside={*beside, *chain.from_iterable(map(keys.told_by, by))},
        with_assignees=keys.PERSON in by,
    )
    tagged = Tagged.of(session, waits) if keys.TAG in by else None
    return Counting(waits, Ages.of(session, waits), tagged)


def count(session: Session, asked: Asked, by: Sequence[str]) -> Counted:
    """Count the waits that began on the days of a report by each of some things."""
    found = read(session, asked, by)
    return {name: found.by(name) for name in by}


def total(session: Session, asked: Asked) -> Figures:
    """Count all waits that began on the days of a report."""
    return read(session, asked, ()).total()


def _summed(counts: Numbers, which: Marks) -> list[int]:
    summed: list[int] = counts[:, which].sum(axis=1).tolist()
    return summed


def _of_both(counts: Numbers, which: Marks) -> list[int]:
    """Count what holds for next responses, and for first ones, of each group."""
    sides = (counts[:, which & side].sum(axis=1) for side in (~fates.FIRST, fates.FIRST))
    found: list[int] = np.stack(list(sides), axis=1).ravel().tolist()
    return found


def _kept(within: int, late: int, promised: int, shortest: timedelta, longest: timedelta) -> Kept:
    if not promised:
        return _NO_TARGETS
    return Kept(within=within, late=late, promised=promised, shortest=shortest, longest=longest)
