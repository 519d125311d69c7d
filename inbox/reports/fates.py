"""What became of a wait, in one number that both databases reckon alike?

Waits with the same number differ in nothing that is counted but in their lengths, so that a
report needs no more than these numbers and the lengths behind each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import lru_cache

from sqlalchemy import ColumnElement, case, func, literal_column

from inbox.models import Wait, WaitEnd
from inbox.reports import choosing


class Outcome(IntEnum):
    """How a wait came to an end, if it did."""

    WAITING = 0
    ANSWERED = 1
    NO_REPLY_NEEDED = 2
    WITHDRAWN = 3


class Due(IntEnum):
    """Whether a wait was over, or is, before an answer was due."""

    NEVER = 0
    IN_TIME = 1
    LATE = 2


_ENDS = {
    WaitEnd.ANSWERED: Outcome.ANSWERED,
    WaitEnd.NO_REPLY_NEEDED: Outcome.NO_REPLY_NEEDED,
    WaitEnd.WITHDRAWN: Outcome.WITHDRAWN,
}
# Outcome and due take two bits each, the others one; the target stands above all of them.
_DUE, _FIRST, _ON_PLATFORM, _MEASURED, _TARGET = 4, 16, 32, 64, 128
_TWO_BITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What some waits have in common. `is_measured` where hours are kept with each."""

    outcome: Outcome
    due: Due
    is_first: bool
    on_platform: bool
    is_measured: bool
    target: timedelta | None


@lru_cache(maxsize=4096)
def of(number: int) -> Fate:
    """Say what a number means."""
    target = number // _TARGET
    return Fate(
        outcome=Outcome(number & _TWO_BITS),
        due=Due(number // _DUE & _TWO_BITS),
        is_first=bool(number & _FIRST),
        on_platform=bool(number & _ON_PLATFORM),
        is_measured=bool(number & _MEASURED),
        target=timedelta(seconds=target - 1) if target else None,
    )


def number(now: int) -> ColumnElement[int]:
    """Return the number of a wait at a moment, in microseconds since 1970."""
    is_late = func.coalesce(choosing.END, now) > Wait.due_microseconds
    due = case(
        (Wait.due_microseconds.is_(None), _whole(0)),
        (is_late, _whole(Due.LATE * _DUE)),
        else_=_whole(Due.IN_TIME * _DUE),
    )
    ends = [(Wait.end == end, _whole(outcome)) for end, outcome in _ENDS.items()]
    return (
        case(*ends, else_=_whole(Outcome.WAITING))
        + due
        + _if(Wait.is_first.expression, _FIRST)
        + _if(choosing.ON_THE_PLATFORM, _ON_PLATFORM)
        + _if(by_hours().is_not(None), _MEASURED)
        + func.coalesce(Wait.target + 1, 0) * _whole(_TARGET)
    )


def length() -> ColumnElement[int]:
    """Return how long an ended wait was; of one that runs, when it began."""
    return case((Wait.end.is_(None), choosing.START), else_=choosing.LENGTH)


def by_hours() -> ColumnElement[int | None]:
    """Return how much of an ended wait was staffed; of one that runs, by which hours it is."""
    return case((Wait.end.is_(None), Wait.hours_id), else_=Wait.staffed)


def _if(condition: ColumnElement[bool], value: int) -> ColumnElement[int]:
    return case((condition, _whole(value)), else_=_whole(0))


# Literal text: a bound value is asked for in every row.
def _whole(value: int) -> ColumnElement[int]:
    return literal_column(str(int(value)))
