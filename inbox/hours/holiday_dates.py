"""On which days does a country or one of its states keep a holiday?"""

from __future__ import annotations

import re
from importlib import import_module
from types import ModuleType

from connectors.phrases import Phrase
from inbox.errors import Invalid

YEARS_AHEAD = 10
"""For how many years dates are kept with a team's hours."""

_PLACE = re.compile(r"([A-Za-z]{2})(?:-([A-Za-z0-9]{1,4}))?")


class NoSuchCalendar(Invalid):
    """Nobody keeps the holidays of this place."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Phrase(
                "There are no holidays for “{place}”. Write a country such as US, "
                "or a state of one such as US-CO, or leave it empty.",
                place=place[:40],
            )
        )


def of(place: str, *, year: int) -> dict[str, str]:
    """Return the public holidays of a place by day, from a year on. Raises NoSuchCalendar.

    `place` is a country of ISO 3166-1, with a subdivision of ISO 3166-2 or without; nothing
    keeps no holidays.
    """
    if not place:
        return {}
    found = _PLACE.fullmatch(place)
    if not found:
        raise NoSuchCalendar(place)
    years = range(year, year + YEARS_AHEAD)
    try:
        calendar = _calendars().country_holidays(
            found[1].upper(), subdiv=found[2].upper() if found[2] else None, years=years
        )
    except NotImplementedError:
        raise NoSuchCalendar(place) from None
    return {day.isoformat(): name for day, name in sorted(calendar.items())}


def offered() -> list[str]:
    """Return the places that a page offers; others can be written."""
    states = _calendars().country_holidays("US").subdivisions
    return ["US", *sorted(f"US-{state}" for state in states)]


# Every process would start later and larger for what is asked when somebody sets hours.
def _calendars() -> ModuleType:
    return import_module("holidays")
