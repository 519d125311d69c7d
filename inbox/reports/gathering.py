"""What is measured of each wait, and how does it come out of the database?

The database joins what stands at each wait to one row of bytes (`inbox.models.measured`), which
takes a fraction of what as many rows would, and here it becomes arrays, in which the same place is
the same wait. What waits are counted by is read with it where it is asked for; tags, and whom those
that run are assigned to, are read apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, groupby
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Integer, Select, literal_column, select
from sqlalchemy.orm import Session

from inbox.db import answered_in_bytes, planned_afresh
from inbox.models import Conversation, Wait, measured
from inbox.reckoning import joined, part_of_bytes
from inbox.reports.arrays import Marks, Numbers
from inbox.reports.asking import Asked

Rows = npt.NDArray[np.void]

_WIDE = 8


@dataclass(frozen=True)
class Waits:
    """Waits that began on the days of a report, and by conversation whom running ones are for."""

    asked: Asked
    measured: Rows
    assignees: Mapping[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Say how many there are."""
        return len(self.measured)

    def at(self, places: Numbers) -> Self:
        """Return those at some places, each as often as it is named."""
        return replace(self, measured=self.measured[places])

    def told(self, name: str) -> Numbers:
        """Return what `inbox.models.measured` tells of each under a name."""
        return _narrowed(self.measured, name)

    @cached_property
    def fate(self) -> Numbers:
        """Return what became of each, as bits of `inbox.models.measured`."""
        return self.told("fate")

    @cached_property
    def started(self) -> Numbers:
        """Return when each began."""
        return self.told("started")

    @cached_property
    def until(self) -> Numbers:
        """Return when each ended; while it runs, when an answer is due, 0 if it never is."""
        return self.told("until")

    @cached_property
    def length(self) -> Numbers:
        """Return how long each was, of those that have ended."""
        return self.until - self.started

    @cached_property
    def hours(self) -> Numbers:
        """Return by which hours those are measured that run; 0 around the clock."""
        return self.told("staffed")

    @cached_property
    def staffed(self) -> Numbers:
        """Return how much of those that have ended was staffed: all of it around the clock."""
        return np.where(self.hours, self.hours - 1, self.length)

    @cached_property
    def target(self) -> Numbers:
        """Return within how many seconds it was promised, and one more; 0 if it was not."""
        return self.told("target")

    @cached_property
    def end(self) -> Numbers:
        """Return how each ended; 0 while it runs."""
        return self.fate & measured.END_BITS

    @cached_property
    def is_first(self) -> Marks:
        """Tell which are the first of their cycle."""
        return (self.fate & measured.IS_FIRST).astype(np.bool_)

    @cached_property
    def person(self) -> Numbers:
        """Return whose each is: of whoever ended it, or of whom it is assigned to; 0 if nobody."""
        people, (running,) = self.told("person"), np.nonzero(self.end == 0)
        conversations = self.told("conversation")[running].tolist()
        people[running] = [self.assignees.get(one, 0) for one in conversations]
        return people


def read(
    session: Session,
    asked: Asked,
    conditions: Sequence[ColumnElement[bool]],
    *,
    beside: Collection[str],
    with_assignees: bool,
) -> Waits:
    """Read the waits for which one of some conditions holds: what is measured, and some beside it.

    At most one of these may hold for a wait.
    """
    whole = b"".join(session.scalar(statement(one, beside)) or b"" for one in conditions)
    sizes = {**measured.MEASURED, **{name: _BESIDE[name] for name in _BESIDE if name in beside}}
    rows = np.frombuffer(whole, _layout(sizes))
    return Waits(asked, rows, _assignees(session) if with_assignees else {})


def statement(condition: ColumnElement[bool], beside: Collection[str] = ()) -> Select[Any]:
    """Return the statement that gives what is told of the waits for which something holds."""
    each: ColumnElement[bytes] = Wait.measured.expression
    for begin, size in _stretches(beside):
        some = part_of_bytes(Wait.counted_by, _whole(begin), _whole(size))
        each = each.concat(Wait.counted_by if size == _ALL else some)
    return planned_afresh(answered_in_bytes(select(joined(each)).where(condition)))


def _stretches(beside: Collection[str]) -> Iterator[tuple[int, int]]:
    """Give where each stretch of what is told beside begins, and how long it is."""
    behind = 0
    for is_told, names in groupby(_BESIDE, lambda name: name in beside):
        size = sum(_BESIDE[name] for name in names)
        if is_told:
            yield behind, size
        behind += size


def _whole(number: int) -> ColumnElement[int]:
    return literal_column(str(number), Integer)


# Of those that run, since others are whoever ended them; a conversation has one of these at most.
_ASSIGNED = (
    select(Conversation.id, Conversation.assignee_id)
    .join(Wait, Wait.conversation_id == Conversation.id)
    .where(Wait.ended_at.is_(None), Conversation.assignee_id.is_not(None))
)


def _assignees(session: Session) -> dict[int, int]:
    return {number: person for number, person in session.execute(_ASSIGNED) if person}


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


_BESIDE = measured.COUNTED_BY
_ALL = sum(_BESIDE.values())
_SIZES = {**measured.MEASURED, **_BESIDE}
