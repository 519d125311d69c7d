"""How are waits counted, all of them and by what they have in common?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.models import Tag
from inbox.reports import fates, gathering, keys, moments
from inbox.reports.arrays import Marks, Numbers
from inbox.reports.asking import Asked
from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.gathering import Waits
from inbox.reports.lengths import Sorted, measured
from inbox.reports.still_waiting import Ages

Counted = Mapping[str, Mapping[str, Figures]]
"""Figures by what is counted by, and by its value, as text; empty where it has none."""

_TAGS = select(Tag.id, Tag.name)
_UNPROMISED = int(np.iinfo(np.int64).max)
_NO_TARGETS = Kept()


@dataclass(frozen=True)
class Counting:
    """What one read found, to be counted by each thing that was read with it."""

    waits: Waits
    ages: Ages
    names: Mapping[str, Mapping[str, str]]

    def by(self, name: str) -> dict[str, Figures]:
        """Count by one of these things."""
        waits, names = self.waits, self.names.get(name, {})
        if not len(waits):
            return {}
        grouping = keys.grouping(name, waits.started, waits.asked, waits.listed)
        labels = (names.get(one, one) for one in grouping.labels)
        figures = self._of_groups(grouping.places, len(grouping.labels))
        return dict(zip(labels, figures, strict=True))

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

    @cached_property
    def _fates(self) -> Numbers:
        return fates.of_each(self.waits, self.ages.now)

    @cached_property
    def _sorted(self) -> tuple[Sorted, Sorted]:
        (answered,) = np.nonzero(self.waits.end == fates.ANSWERED)
        return Sorted.of(self.waits.length, answered), Sorted.of(self.waits.staffed, answered)

    def _of_groups(self, places: Numbers, size: int) -> Iterator[Figures]:
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
        shortest, longest = np.full(2 * size, _UNPROMISED), np.full(2 * size, -1)
        np.minimum.at(shortest, groups, targets)
        np.maximum.at(longest, groups, targets)
        return [
            Kept(
                within=within,
                late=late,
                promised=promised,
                shortest=_seconds(least),
                longest=_seconds(most),
            )
            if promised
            else _NO_TARGETS
            for within, late, promised, least, most in zip(
                _of_both(counts, fates.WITHIN),
                _of_both(counts, fates.LATE),
                np.bincount(groups, minlength=2 * size).tolist(),
                shortest.tolist(),
                longest.tolist(),
                strict=True,
            )
        ]


def read(
    session: Session, asked: Asked, by: Sequence[str], *, with_reached: bool = False
) -> Counting:
    """Read the waits that began on the days of a report, for each of some things.

    By tag they are read alone: a wait is there as often as its conversation has a tag.
    """
    waits = gathering.read(session, asked, by, with_reached=with_reached)
    return Counting(waits, Ages.of(session, waits), _names(session, by))


def count(session: Session, asked: Asked, by: Sequence[str]) -> Counted:
    """Count the waits that began on the days of a report by each of some things."""
    apart = [(name,) for name in by if name == keys.TAG]
    together = [name for name in by if name != keys.TAG]
    reads = ((names, read(session, asked, names)) for names in (together, *apart) if names)
    return {name: found.by(name) for names, found in reads for name in names}


def total(session: Session, asked: Asked) -> Figures:
    """Count all waits that began on the days of a report."""
    return read(session, asked, ()).total()


def _names(session: Session, by: Sequence[str]) -> dict[str, dict[str, str]]:
    if keys.TAG not in by:
        return {}
    return {keys.TAG: {str(number): name for number, name in session.execute(_TAGS)}}


def _summed(counts: Numbers, which: Marks) -> list[int]:
    summed: list[int] = counts[:, which].sum(axis=1).tolist()
    return summed


def _of_both(counts: Numbers, which: Marks) -> list[int]:
    """Count what holds for next responses, and for first ones, of each group."""
    sides = (counts[:, which & side].sum(axis=1) for side in (~fates.FIRST, fates.FIRST))
    found: list[int] = np.stack(list(sides), axis=1).ravel().tolist()
    return found


def _seconds(seconds: int) -> timedelta | None:
    return None if seconds in (-1, _UNPROMISED) else timedelta(seconds=seconds)
