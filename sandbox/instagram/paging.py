"""Which part of a list does a cursor show?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from sandbox import faults
from sandbox.instagram import refusals
from sandbox.records import Saying

Row = TypeVar("Row")
Key = tuple[int, int]


class Cut(NamedTuple, Generic[Row]):
    """Some rows, and the cursor behind them when there are more."""

    rows: list[Row]
    cursor: str | None


def cut(
    newest_first: Sequence[Row], *, after: str | None, size: int, key: Callable[[Row], Key]
) -> Cut[Row]:
    """Show the rows older than a cursor. Raises Refusal for one that we never gave.

    A `repeat_page` fault gives a follower the cursor again that it came with.
    """
    older = [row for row in newest_first if after is None or key(row) < _read(after)]
    shown = older[:size]
    cursor = _written(key(shown[-1])) if len(older) > size else None
    if after and faults.wants_repeated_page():
        return Cut(shown, after)
    return Cut(shown, cursor)


def saying_key(saying: Saying) -> Key:
    """Order sayings by time, then by arrival."""
    at = saying.created_at
    return int(at.timestamp()) * 1_000_000 + at.microsecond, saying.sequence


def _written(key: Key) -> str:
    return "{}-{}".format(*key)


def _read(cursor: str) -> Key:
    first, dash, second = cursor.partition("-")
    if not (first.isdecimal() and dash and second.isdecimal()):
        raise refusals.invalid("Invalid cursor")
    return int(first), int(second)
