"""How are opening times written and read, and which hold on which day?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from connectors.phrases import Phrase
from inbox.errors import Invalid

DAY_MINUTES = 24 * 60
HOUR_MINUTES = 60
_TIME = r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?"
_SPAN = re.compile(rf"\s*{_TIME}\s*[-\u2013\u2014]\s*{_TIME}\s*")
_SPANS = re.compile(rf"(?:{_SPAN.pattern})(?:,{_SPAN.pattern})*(?=\s|$)")


class UnreadableTimes(Invalid):
    """Nobody can tell when this is open."""

    def __init__(self, words: str) -> None:
        super().__init__(
            Phrase(
                "“{words}” cannot be read as opening times. "
                "Write them as 08:00-12:00, 13:00-17:00, "
                "and leave a closed day empty.",
                words=words[:80],
            )
        )


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from one minute of a day to another, not including it; past 1440 is the next day."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Weekly opening times, Monday first, in one time zone, and the days that differ."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    days: Mapping[date, tuple[Span, ...]]

    def on(self, day: date) -> tuple[Span, ...]:
        """Return the times that begin on a day. A shift past midnight belongs to its first day."""
        different = self.days.get(day)
        return self.week[day.weekday()] if different is None else different


def read(words: str) -> tuple[Span, ...]:
    """Read one day's times; nothing is closed. Raises UnreadableTimes."""
    if not words.strip():
        return ()
    return tuple(sorted(_span(one, words) for one in words.split(",")))


def leading(words: str) -> str:
    """Return the times that a line begins with; empty where it begins with none."""
    found = _SPANS.match(words)
    return found[0] if found else ""


def written(spans: tuple[Span, ...]) -> str:
    """Write one day's times in the one way they are kept."""
    return ", ".join(f"{_time(one.opens)}-{_time(one.closes)}" for one in spans)


def _span(words: str, whole: str) -> Span:
    found = _SPAN.fullmatch(words)
    if not found:
        raise UnreadableTimes(whole)
    opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if opens >= DAY_MINUTES or closes > DAY_MINUTES:
        raise UnreadableTimes(whole)
    return Span(opens, closes if closes > opens else closes + DAY_MINUTES)


def _minutes(hours: str, minutes: str | None) -> int:
    return int(hours) * HOUR_MINUTES + int(minutes or 0)


def _time(minute: int) -> str:
    shown = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{shown // HOUR_MINUTES:02}:{shown % HOUR_MINUTES:02}"
