"""Where does a text wait for a value?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Bounded, so that a megabyte of braces is read in one pass.
_PLACEHOLDER = re.compile(r"\{\{([^{}]{1,80})\}\}")


def names(text: str) -> list[str]:
    """Return the names of a text's placeholders, each once, in their order."""
    return list(dict.fromkeys(_name(found) for found in _PLACEHOLDER.finditer(text)))


def replaced(text: str, value: Callable[[str], str | None]) -> str:
    """Write a text with a value for each placeholder; None leaves it as it stands."""

    def written(found: re.Match[str]) -> str:
        words = value(_name(found))
        return found[0] if words is None else words

    return _PLACEHOLDER.sub(written, text)


def apart(text: str) -> Iterator[tuple[str, str]]:
    """Take a text apart: pieces as they stand, and the name of what each waits for, if any."""
    at = 0
    for found in _PLACEHOLDER.finditer(text):
        yield text[at : found.start()], ""
        yield found[0], _name(found)
        at = found.end()
    yield text[at:], ""


def says(words: str, text: str) -> bool:
    """Say whether some words hold a text, whatever stands where it waits for a value."""
    at = 0
    for piece in (piece.strip() for piece, name in apart(text) if not name):
        found = words.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _name(found: re.Match[str]) -> str:
    return found[1].strip() or found[0]
