"""How long is a text, the way each platform counts it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from connectors.weighted_text import weighted_length


class TextUnit(StrEnum):
    """What a platform counts."""

    CHARACTERS = "characters"
    BYTES = "bytes"
    WEIGHTED = "weighted"


@dataclass(frozen=True, slots=True)
class TextRule:
    """The most a platform accepts, in the unit it counts."""

    limit: int
    unit: TextUnit = TextUnit.CHARACTERS

    def length(self, text: str) -> int:
        """Count `text` in this rule's unit."""
        return _COUNTERS[self.unit](text)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


_COUNTERS = {
    TextUnit.CHARACTERS: len,
    TextUnit.BYTES: _bytes,
    TextUnit.WEIGHTED: weighted_length,
}
