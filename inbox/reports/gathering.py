"""Which waits does a report look at, and what is measured of each?

The database joins what stands at each of them to one text (`inbox.models.measured`), which takes
a fraction of what as many rows would, and here it becomes arrays, in which the same place is the
same wait. Whatever a page counts by is read with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from inbox.models import Tag, Wait, conversation_tag, measured
from inbox.reports import choosing, keys
from inbox.reports.arrays import Marks, Numbers
from inbox.reports.asking import Asked

_BYTES_OF_A_NUMBER = 8


@dataclass(frozen=True)
class Waits:
    """Waits that began on the days of a report, and what each is counted by."""

    asked: Asked
    rows: npt.NDArray[np.void]
    listed: Mapping[str, str]

    @classmethod
    def of(cls, asked: Asked, digits: str, listed: Mapping[str, str]) -> Self:
        """Read what the database wrote."""
        return cls(asked, np.frombuffer(bytes.fromhex(digits), _LAYOUT), listed)

    def __len__(self) -> int:
        """Say how many there are."""
        return len(self.rows)

    @cached_property
    def fate(self) -> Numbers:
        """Return what became of each, as bits of `inbox.models.measured`."""
        return self._numbers("fate")

    @cached_property
    def started(self) -> Numbers:
        """Return when each began."""
        return self._numbers("started")

    @cached_property
    def ended(self) -> Numbers:
        """Return when each ended; 0 while it runs."""
        return self._numbers("ended")

    @cached_property
    def length(self) -> Numbers:
        """Return how long each was, of those that have ended."""
        return self.ended - self.started

    @cached_property
    def staffed(self) -> Numbers:
        """Return how much of that was staffed: all of it around the clock."""
        measured_by_hours = self._numbers("staffed")
        return np.where(measured_by_hours, measured_by_hours - 1, self.length)

    @cached_property
    def due(self) -> Numbers:
        """Return when an answer was due; 0 if nothing was promised."""
        return self._numbers("due")

    @cached_property
    def target(self) -> Numbers:
        """Return within how many seconds it was promised, and one more; 0 if it was not."""
        return self._numbers("target")

    @cached_property
    def hours(self) -> Numbers:
        """Return by which hours each is measured; 0 around the clock."""
        return self._numbers("hours")

    @cached_property
    def end(self) -> Numbers:
        """Return how each ended; 0 while it runs."""
        return self.fate & measured.END_BITS

    @cached_property
    def is_first(self) -> Marks:
        """Tell which are the first of their cycle."""
        return (self.fate & measured.IS_FIRST).astype(np.bool_)

    def moment(self, name: str) -> Numbers:
        """Return when something happened to each; 0 if it did not."""
        return self._numbers(name)

    def _numbers(self, name: str) -> Numbers:
        wide = self.rows[name].astype(np.int64)
        return wide & ((1 << 8 * measured.BYTES[name]) - 1)


def read(session: Session, asked: Asked, by: Sequence[str]) -> Waits:
    """Read the waits that began on the days of a report; by tag, each as often as it has one."""
    stored = [name for name in by if name in keys.STORED]
    digits, *listed = session.execute(statement(asked, stored)).one()
    found = dict(zip(stored, (one or "" for one in listed), strict=True))
    return Waits.of(asked, digits or "", found)


def statement(asked: Asked, by: Sequence[str]) -> Select[Any]:
    """Return the statement that gives the chosen waits, and what each is counted by."""
    listed: list[ColumnElement[str]] = [
        func.aggregate_strings(keys.STORED[name], keys.APART) for name in by
    ]
    columns: list[ColumnElement[Any]] = [func.aggregate_strings(Wait.measured, ""), *listed]
    chosen = select(*columns).where(choosing.began(asked), choosing.chosen(asked))
    if keys.TAG in by:
        of_wait = conversation_tag.c.conversation_id == Wait.conversation_id
        chosen = chosen.join(conversation_tag, of_wait).join(
            Tag, Tag.id == conversation_tag.c.tag_id
        )
    if keys.OF_CONVERSATIONS.intersection(by):
        return choosing.joined(chosen)
    return choosing.of_conversations(chosen, asked)


def _layout() -> np.dtype[np.void]:
    """Lay a wide number over each narrower one, ending where it ends, but for the first."""
    names, formats, offsets, at = [], [], [], 0
    for name, size in measured.BYTES.items():
        at += size
        whole = min(_BYTES_OF_A_NUMBER, at)
        is_wide = whole == _BYTES_OF_A_NUMBER
        names.append(name)
        formats.append(">i8" if is_wide else "u1")
        offsets.append(at - (_BYTES_OF_A_NUMBER if is_wide else size))
    layout = {"names": names, "formats": formats, "offsets": offsets, "itemsize": at}
    return np.dtype(layout)  # type: ignore[call-overload, no-any-return]  # as its stubs know it not


_LAYOUT = _layout()
