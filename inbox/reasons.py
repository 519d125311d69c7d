"""Has somebody said why they do what goes on record?"""

from __future__ import annotations

from connectors.phrases import Phrase
from inbox.errors import Invalid

LONGEST = 500


class ReasonNeeded(Invalid):
    """Nothing is said. The sentence asks for what is missing."""


class ReasonTooLong(Invalid):
    """More than a reason."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Say it within {longest} characters, and write the rest as a note.", longest=LONGEST
            )
        )


def tidied(reason: str, *, asks: str) -> str:
    """Return a reason on one line; `asks` is said where there is none.

    Raises ReasonNeeded or ReasonTooLong.
    """
    words = " ".join(reason.split())
    if not words:
        raise ReasonNeeded(asks)
    if len(words) > LONGEST:
        raise ReasonTooLong
    return words
