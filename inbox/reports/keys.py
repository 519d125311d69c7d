"""What are waits counted by, and what is it of each?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inbox.models import measured
from inbox.reports import moments
from inbox.reports.arrays import Numbers, ranked
from inbox.reports.asking import Asked
from inbox.reports.gathering import Waits

TOTAL, DAY, WEEK, HOUR = "total", "day", "week", "hour"
PLACE, ACCOUNT = "place", "account"
TEAM, PERSON, TAG, LANGUAGE, POST = "team", "assignee", "tag", "language", "post"

_NOTHING = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What there is to count by, as text, empty where there is nothing, and which each wait has."""

    labels: Sequence[str]
    places: Numbers


def grouping(name: str, waits: Waits) -> Grouping:
    """Tell what there is of one thing to count by, but for tags (`inbox.reports.tags`)."""
    if name == TOTAL or not len(waits):
        return Grouping([_NOTHING], np.zeros(len(waits), np.int64))
    found, places = ranked(_NUMBERS[name](waits))
    return Grouping(list(map(_WORDS.get(name, _number), found)), places)


def told_by(name: str) -> Sequence[str]:
    """Return which of `inbox.models.measured.COUNTED_BY` tell what waits are counted by so."""
    return _TOLD_BY.get(name, (name,))


def of_each(name: str) -> Callable[[Waits], Numbers]:
    """Return what tells of each wait what it is counted by under a name; 0 where it is nothing."""
    return _NUMBERS[name]


def of_word(word: str) -> int:
    """Return the number for which a language's code stands."""
    size = measured.COUNTED_BY["language"]
    return int.from_bytes(word.encode()[:size].ljust(size, b"\0"), "big")


def day(waits: Waits) -> Numbers:
    """Give the number of the day, in the department's time, on which each wait began."""
    return _local(waits.started, waits.asked) // moments.DAY


def week(waits: Waits) -> Numbers:
    """Give the number of the Monday that its week began with."""
    days = day(waits)
    return days - (days + moments.DAYS_FROM_MONDAY) % 7


def hour(waits: Waits) -> Numbers:
    """Give the hour of the week, Monday's first being 0."""
    hours = _local(waits.started, waits.asked) // moments.HOUR
    return (hours + 24 * moments.DAYS_FROM_MONDAY) % moments.HOURS_OF_A_WEEK


def _noted(name: str) -> Callable[[Waits], Numbers]:
    return lambda waits: waits.told(name)


def _local(started: Numbers, asked: Asked) -> Numbers:
    """Move moments by what the zone's clocks show then."""
    changes = moments.offsets(asked.first, asked.last, asked.zone)
    until = np.array([at for at, _ in changes[:-1]], np.int64)
    ahead = np.array([span for _, span in changes], np.int64)
    return started + ahead[np.searchsorted(until, started, side="right")]


def _number(told: int) -> str:
    return str(told) if told else _NOTHING


def _place(told: int) -> str:
    platform, kind = divmod(told, measured.A_PLATFORM)
    return f"{_PLATFORMS[platform]}/{_KINDS[kind]}"


def _word(told: int) -> str:
    return told.to_bytes(measured.COUNTED_BY["language"], "big").rstrip(b"\0").decode()


_NUMBERS: Mapping[str, Callable[[Waits], Numbers]] = {
    DAY: day,
    WEEK: week,
    HOUR: hour,
    PERSON: lambda waits: waits.person,
    **{name: _noted(name) for name in (PLACE, ACCOUNT, TEAM, LANGUAGE, POST)},
}
_TOLD_BY: Mapping[str, Sequence[str]] = {
    **dict.fromkeys((TOTAL, DAY, WEEK, HOUR), ()),
    **dict.fromkeys(("platform", "kind"), (PLACE,)),
    PERSON: ("person", "conversation"),
    TAG: ("conversation",),
}
_WORDS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys((DAY, WEEK, HOUR), str),
    PLACE: _place,
    LANGUAGE: _word,
}
_PLATFORMS, _KINDS = (
    {number: str(word) for word, number in numbers.items()}
    for numbers in (measured.PLATFORMS, measured.KINDS)
)
