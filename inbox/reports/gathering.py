"""Which waits does a report look at, and what is measured of each?

The database joins what stands at each of them to one text (`inbox.models.measured`), which takes
a fraction of what as many rows would, and here it becomes arrays, in which the same place is the
same wait. Whatever a page counts by is read with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from inbox.models import Tag, Wait, conversation_tag, measured
from inbox.reports import choosing, keys
from inbox.reports.arrays import Marks, Numbers
from inbox.reports.asking import Asked

Rows = npt.NDArray[np.void]

_WIDE = 8


@dataclass(frozen=True)
class Waits:
    """Waits that began on the days of a report, and what each is counted by.

    `reached` is there if it was asked for.
    """

    asked: Asked
    measured: Rows
    reached: Rows
    listed: Mapping[str, str]

    def __len__(self) -> int:
        """Say how many there are."""
        return len(self.measured)

    @cached_property
    def fate(self) -> Numbers:
        """Return what became of each, as bits of `inbox.models.measured`."""
        return self.measured["fate"].astype(np.int64)

    @cached_property
    def started(self) -> Numbers:
        """Return when each began."""
        return _narrowed(self.measured, "started")

    @cached_property
    def until(self) -> Numbers:
        """Return when each ended; while it runs, when an answer is due, 0 if it never is."""
        return _narrowed(self.measured, "until")

    @cached_property
    def length(self) -> Numbers:
        """Return how long each was, of those that have ended."""
        return self.until - self.started

    @cached_property
    def hours(self) -> Numbers:
        """Return by which hours those are measured that run; 0 around the clock."""
        return _narrowed(self.measured, "staffed")

    @cached_property
    def staffed(self) -> Numbers:
        """Return how much of those that have ended was staffed: all of it around the clock."""
        return np.where(self.hours, self.hours - 1, self.length)

    @cached_property
    def target(self) -> Numbers:
        """Return within how many seconds it was promised, and one more; 0 if it was not."""
        return _narrowed(self.measured, "target")

    @cached_property
    def end(self) -> Numbers:
        """Return how each ended; 0 while it runs."""
        return self.fate & measured.END_BITS

    @cached_property
    def is_first(self) -> Marks:
        """Tell which are the first of their cycle."""
        return (self.fate & measured.IS_FIRST).astype(np.bool_)

    def reached_at(self, name: str) -> Numbers:
        """Return when something happened to each; 0 if it did not."""
        return _narrowed(self.reached, name)


def read(session: Session, asked: Asked, by: Sequence[str], *, with_reached: bool = False) -> Waits:
    """Read the waits that began on the days of a report; by tag, each as often as it has one."""
    stored = [name for name in by if name in keys.STORED]
    wanted = statement(asked, stored, with_reached=with_reached)
    found, *listed = ("" if one is None else one for one in session.execute(wanted).one())
    besides = listed.pop(0) if with_reached else ""
    return Waits(
        asked,
        measured=np.frombuffer(bytes.fromhex(found), _MEASURED),
        reached=np.frombuffer(bytes.fromhex(besides), _REACHED),
        listed=dict(zip(stored, listed, strict=True)),
    )


def statement(asked: Asked, by: Sequence[str], *, with_reached: bool = False) -> Select[Any]:
    """Return the statement that gives the chosen waits, and what each is counted by."""
    columns: list[ColumnElement[Any]] = [func.aggregate_strings(Wait.measured, "")]
    if with_reached:
        columns.append(func.aggregate_strings(Wait.reached, ""))
    columns.extend(func.aggregate_strings(keys.STORED[name], keys.APART) for name in by)
    chosen = select(*columns).where(choosing.began(asked), choosing.chosen(asked))
    if keys.TAG in by:
        of_wait = conversation_tag.c.conversation_id == Wait.conversation_id
        chosen = chosen.join(conversation_tag, of_wait).join(
            Tag, Tag.id == conversation_tag.c.tag_id
        )
    return chosen


def _narrowed(rows: Rows, name: str) -> Numbers:
    """Read a number without what stands before it."""
    size = _SIZES[name]
    wide = rows[name].astype(np.int64)
    return wide if size == _WIDE else wide & ((1 << 8 * size) - 1)


def _layout(sizes: measured.Layout) -> np.dtype[np.void]:
    """Let each number be read as a wide one that ends where it ends; what is too short, alone."""
    ends = dict(zip(sizes, accumulate(sizes.values()), strict=True))
    read = {name: _WIDE if ends[name] >= _WIDE else size for name, size in sizes.items()}
    return np.dtype(
        {
            "names": list(sizes),
            "formats": [f">i{size}" for size in read.values()],
            "offsets": [ends[name] - size for name, size in read.items()],
            "itemsize": sum(sizes.values()),
        }
    )


_SIZES = {**measured.MEASURED, **measured.REACHED}
_MEASURED, _REACHED = _layout(measured.MEASURED), _layout(measured.REACHED)
