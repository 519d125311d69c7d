"""How are the words of an enumeration stored?"""

from __future__ import annotations

from enum import Enum, StrEnum

from sqlalchemy import Enum as EnumerationType


def enumeration(words: type[StrEnum]) -> EnumerationType:
    """Return a column type that stores the words, so that a new word needs no new type."""
    return EnumerationType(
        words, native_enum=False, create_constraint=False, length=40, values_callable=_values
    )


def _values(words: type[Enum]) -> list[str]:
    return [word.value for word in words]
