"""How well does what somebody typed fit a canned response?

Case and accents do not matter, nor does a slip: `/clsr` finds `/closure`, and so does `/colsure`.
"""

from __future__ import annotations

import difflib
from enum import IntEnum

from inbox.models import CannedResponse
from inbox.search import folding

# Two of three letters right is a slip, fewer is another word.
ALIKE = 0.7
_SHORTEST_SLIP = 3


class Fit(IntEnum):
    """From the faintest to the best."""

    IN_TEXT = 1
    SLIP = 2
    IN_ORDER = 3
    INSIDE = 4
    WORD = 5
    SHORTCUT = 6
    EXACT = 7


def fit(query: str, response: CannedResponse) -> Fit | None:
    """Judge a response, its texts loaded; None when nothing of it fits."""
    wanted = folding.words(query)
    if not wanted:
        return None if query.strip() else Fit.EXACT
    typed, shortcut = "".join(wanted), "".join(folding.words(response.shortcut))
    title = folding.words(response.title)
    if typed == shortcut:
        return Fit.EXACT
    if shortcut.startswith(typed):
        return Fit.SHORTCUT
    if all(any(word.startswith(one) for word in title) for one in wanted):
        return Fit.WORD
    return _loosely(typed, shortcut, title) or _in_text(typed, wanted, response)


def without_slips(fits: list[tuple[Fit, CannedResponse]]) -> list[tuple[Fit, CannedResponse]]:
    """Leave out what fits only by a slip, unless nothing fits better."""
    better = [one for one in fits if one[0] > Fit.SLIP]
    return [one for one in fits if one[0] is not Fit.SLIP] if better else fits


def _loosely(typed: str, shortcut: str, title: list[str]) -> Fit | None:
    places = [shortcut, *title]
    if any(typed in place for place in (shortcut, "".join(title))):
        return Fit.INSIDE
    if len(typed) > 1 and any(_in_order(typed, place) for place in places):
        return Fit.IN_ORDER
    return None


def _in_order(typed: str, place: str) -> bool:
    letters = iter(place)
    return typed[0] == place[:1] and all(letter in letters for letter in typed)


def _in_text(typed: str, wanted: list[str], response: CannedResponse) -> Fit | None:
    words = [*folding.words(response.title), "".join(folding.words(response.shortcut))]
    if len(typed) >= _SHORTEST_SLIP and difflib.get_close_matches(typed, words, 1, ALIKE):
        return Fit.SLIP
    said = {word for one in response.texts for word in folding.words(one.text)}
    if all(any(word.startswith(one) for word in said) for one in wanted):
        return Fit.IN_TEXT
    return None
