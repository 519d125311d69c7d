"""What may stand behind a name in the address of a filter, and what is the one way to write it?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, timedelta

from connectors.phrases import Phrase
from inbox.search import folding

LONGEST = 200
"""How many characters one value may have."""

Tidy = Callable[[str], str]

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_SPAN = re.compile(r"([1-9][0-9]{0,3})([mhd])", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

_LONGEST_SPAN = timedelta(days=3650)


def one_of(words: Collection[str]) -> Tidy:
    """Take one of these words."""

    def tidy(value: str) -> str:
        if value not in words:
            raise ValueError(value)
        return value

    return tidy


def number_or(*words: str) -> Tidy:
    """Take the number of a row, or one of these words."""

    def tidy(value: str) -> str:
        if value not in words and not _NUMBER.fullmatch(value):
            raise ValueError(value)
        return value

    return tidy


def span_or(*words: str) -> Tidy:
    """Take a span such as 15m, 1h or 2d, or one of these words."""

    def tidy(value: str) -> str:
        if value not in words:
            span(value)
        return value

    return tidy


def day(value: str) -> str:
    """Take a day as 2026-11-28. Raises ValueError."""
    found = date.fromisoformat(value)
    # The first and the last year would leave no room for a time zone.
    if value != found.isoformat() or not date.min.year < found.year < date.max.year:
        raise ValueError(value)
    return value


def words(value: str) -> str:
    """Take words that can be looked for. Raises ValueError where there are none."""
    if not folding.words(value):
        raise ValueError(value)
    return name(value)


def name(value: str) -> str:
    """Take a name, with single spaces. Raises ValueError for what no name can hold."""
    tidied = " ".join(value.split())
    if not tidied or any(unicodedata.category(one) in ("Cc", "Cs") for one in tidied):
        raise ValueError(value)
    return tidied


def span(value: str) -> timedelta:
    """Read a span. Raises ValueError."""
    found = _SPAN.fullmatch(value)
    if not found or int(found[1]) * _UNITS[found[2]] > _LONGEST_SPAN:
        raise ValueError(value)
    return int(found[1]) * _UNITS[found[2]]


def span_words(value: str) -> str:
    """Say how long a span is."""
    found = _SPAN.fullmatch(value)
    if not found:
        raise ValueError(value)
    return _span(found[2], int(found[1]))


def _span(unit: str, count: int) -> Phrase:
    match unit:
        case "m":
            return Phrase("{count} minute", "{count} minutes", count=count)
        case "h":
            return Phrase("{count} hour", "{count} hours", count=count)
        case _:
            return Phrase("{count} day", "{count} days", count=count)
