"""What are waits counted by, and what is it of each?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, String, cast, func, literal_column, type_coerce

from inbox.models import Tag, Wait
from inbox.reports import choosing, moments
from inbox.reports.arrays import Numbers, ranked
from inbox.reports.asking import Asked

TOTAL, DAY, WEEK, HOUR = "total", "day", "week", "hour"
PLACE, ACCOUNT = "place", "account"
TEAM, PERSON, TAG, LANGUAGE, POST = "team", "assignee", "tag", "language", "post"

APART = ","
"""What stands between two values that the database lists."""

_NOTHING = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What there is to count by, as text, empty where there is nothing, and which each wait has."""

    labels: Sequence[str]
    places: Numbers


def _number(column: ColumnElement[int | None]) -> ColumnElement[str]:
    return cast(func.coalesce(column, literal_column("0")), String)


_PLATFORM, _KIND = type_coerce(Wait.platform, String), type_coerce(Wait.kind, String)
_NUMBERS: Mapping[str, ColumnElement[Any]] = {
    ACCOUNT: Wait.account_id.expression,
    TEAM: Wait.team_id.expression,
    PERSON: choosing.PERSON,
    TAG: Tag.id.expression,
    POST: Wait.post_id.expression,
}
_WORDS: Mapping[str, ColumnElement[str]] = {
    PLACE: _PLATFORM + literal_column("'/'") + _KIND,
    LANGUAGE: func.coalesce(Wait.language, literal_column("''")),
}
STORED = {name: _number(column) for name, column in _NUMBERS.items()} | dict(_WORDS)
"""What the database tells of a wait; the others are reckoned from its beginning."""


def day(started: Numbers, asked: Asked) -> Numbers:
    """Give the number of the day, in the department's time, on which each wait began."""
    return _local(started, asked) // moments.DAY


def week(started: Numbers, asked: Asked) -> Numbers:
    """Give the number of the Monday that its week began with."""
    days = day(started, asked)
    return days - (days + moments.DAYS_FROM_MONDAY) % 7


def hour(started: Numbers, asked: Asked) -> Numbers:
    """Give the hour of the week, Monday's first being 0."""
    hours = _local(started, asked) // moments.HOUR
    return (hours + 24 * moments.DAYS_FROM_MONDAY) % moments.HOURS_OF_A_WEEK


_RECKONED: Mapping[str, Callable[[Numbers, Asked], Numbers]] = {DAY: day, WEEK: week, HOUR: hour}


def grouping(name: str, started: Numbers, asked: Asked, listed: Mapping[str, str]) -> Grouping:
    """Tell what there is of one thing to count by; `listed` is what the database told."""
    if name == TOTAL or not len(started):
        return Grouping([_NOTHING], np.zeros(len(started), np.int64))
    if name in _RECKONED:
        distinct, places = ranked(_RECKONED[name](started, asked))
        return Grouping([str(one) for one in distinct], places)
    if name in _WORDS:
        return _of_words(listed[name].split(APART))
    distinct, places = ranked(np.fromstring(listed[name], np.int64, sep=APART))
    return Grouping([str(one) if one else _NOTHING for one in distinct], places)


def _of_words(words: Sequence[str]) -> Grouping:
    ranks = {word: rank for rank, word in enumerate(dict.fromkeys(words))}
    places = np.fromiter(map(ranks.__getitem__, words), np.int64, len(words))
    return Grouping(list(ranks), places)


def _local(started: Numbers, asked: Asked) -> Numbers:
    """Move moments by what the zone's clocks show then."""
    changes = moments.offsets(asked.first, asked.last, asked.zone)
    until = np.array([at for at, _ in changes[:-1]], np.int64)
    ahead = np.array([span for _, span in changes], np.int64)
    return started + ahead[np.searchsorted(until, started, side="right")]
