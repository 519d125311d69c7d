"""Which words does a text hold, whatever their case and accents?

Both databases are given words that are folded here, and split nothing
themselves: so they cannot differ in what they find.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MOST_CHARACTERS = 20_000
MOST_WORDS = 2_000
LONGEST_WORD = 64

_PLAIN = re.compile("[a-z0-9]+")
# Letters that are another letter with a stroke, or two in one, to whoever types them.
_WRITTEN_AS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "\u0131": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
}
# Written without spaces between words: every character is looked up as a word,
# and what was typed together is looked for together.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


class Spot(NamedTuple):
    """A folded word, and where it stands in the text as it was written."""

    word: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """Return the folded words of a text in their order, as many as are looked up."""
    start = text[:MOST_CHARACTERS]
    if start.isascii():
        found = [word[:LONGEST_WORD] for word in _PLAIN.findall(start.lower())]
    else:
        found = [spot.word for spot in spots(start)]
    return found[:MOST_WORDS]


def spots(text: str) -> Iterator[Spot]:
    """Find the folded words of a text with where each begins and ends."""
    start = text[:MOST_CHARACTERS]
    return _plain_spots(start.lower()) if start.isascii() else _folded_spots(start)


def _plain_spots(text: str) -> Iterator[Spot]:
    for found in _PLAIN.finditer(text):
        yield Spot(found[0][:LONGEST_WORD], *found.span())


def _folded_spots(text: str) -> Iterator[Spot]:
    word, start, end = "", 0, 0
    for at, character in enumerate(text):
        letters, stands_alone = _folded(character)
        if letters is None:
            end = at + 1
            continue
        if word and (stands_alone or not letters):
            yield Spot(word[:LONGEST_WORD], start, end)
            word = ""
        if letters and stands_alone:
            yield Spot(letters, at, at + 1)
        elif letters:
            start = start if word else at
            word, end = word + letters, at + 1
    if word:
        yield Spot(word[:LONGEST_WORD], start, end)


@functools.cache
def _folded(character: str) -> tuple[str | None, bool]:
    """Return how a character is looked up, and whether it is a word by itself.

    None is passed over inside a word; nothing ends it.
    """
    category = unicodedata.category(character)
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return None, False
    if category == "So" and unicodedata.normalize("NFKD", character) == character:
        return character, True
    if _UNSPACED.match(character):
        return _letters(character), True
    letters = _letters(character)
    if not letters and unicodedata.combining(character):
        return None, False
    return letters, False


def _letters(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character).casefold()
    apart = unicodedata.normalize("NFKD", apart)
    return "".join(
        _WRITTEN_AS.get(one, one)
        for one in apart
        if unicodedata.category(one)[0] in "LNM" and not unicodedata.combining(one)
    )
