"""How long is a text to X, where a letter weighs 1, most else 2 and an address 23?"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

from connectors.weighted_emoji import EMOJI
from connectors.weighted_links import addresses

ADDRESS_LENGTH = 23
_HEAVY = 2
# Configuration 3 of twitter-text: these ranges weigh 1, the rest 2.
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
_LIGHT_STARTS = tuple(start for start, _ in _LIGHT)


def weighted_length(text: str) -> int:
    """Count `text` in X's units. Line endings count once, whichever way they are written."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    length, position = 0, 0
    for start, end in addresses(text):
        length += _weight_of_words(text[position:start]) + ADDRESS_LENGTH
        position = end
    return length + _weight_of_words(text[position:])


def _weight_of_words(text: str) -> int:
    pieces: list[str] = EMOJI.split(text)
    return (len(pieces) - 1) * _HEAVY + sum(map(_weight, "".join(pieces)))


def _weight(character: str) -> int:
    point = ord(character)
    _, end = _LIGHT[bisect_right(_LIGHT_STARTS, point) - 1]
    return 1 if point <= end else _HEAVY
