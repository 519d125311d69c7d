"""How does PostgreSQL's driver tell of the columns of an answer: only when somebody asks?

It describes each column of every answer, which takes a tenth of the time of a small statement, and
SQLAlchemy reads that for the first of all answers to a statement alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from psycopg import Column, Cursor


class LazilyDescribed(Cursor[Any]):
    """A cursor that describes a column when it is looked at."""

    @property
    def description(self) -> list[Column] | None:
        """Return the columns of the answer, None where there are none."""
        answer = self.pgresult
        if answer is None or not answer.nfields:
            return super().description
        return _Columns(self, answer.nfields)  # type: ignore[return-value]  # reads like a list


class _Columns(Sequence[Column]):
    def __init__(self, cursor: Cursor[Any], count: int) -> None:
        self._cursor, self._count = cursor, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Column: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Column]: ...

    def __getitem__(self, index: int | slice) -> Column | Sequence[Column]:
        places = range(self._count)[index]
        if isinstance(places, int):
            return Column(self._cursor, places)
        return [Column(self._cursor, one) for one in places]
