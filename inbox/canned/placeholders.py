"""Where does a text wait for a value?"""

from __future__ import annotations

import re
from collections.abc import Callable

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


def _name(found: re.Match[str]) -> str:
    return found[1].strip() or found[0]
