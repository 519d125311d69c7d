"""How do words for people know that they can be told in another language?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self


class Phrase(str):
    """English words for people: a template, and what stands in its places.

    It is the English text itself, for logs and programs. Whoever shows it to a person may look up
    `template` (and `many`, which holds for every `count` but 1) and put `values` into that.
    """

    __slots__ = ("many", "template", "values")

    template: str
    many: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, many: str = "", /, **values: Any) -> Self:
        """Put values into the places of the template that have their names."""
        chosen = many if many and values.get("count") != 1 else template
        phrase = super().__new__(cls, chosen.format(**values) if values else chosen)
        phrase.template, phrase.many, phrase.values = template, many, values
        return phrase

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes as what it says."""
        return (str, (str(self),))


class Day(str):
    """A day in English, which remembers itself."""

    __slots__ = ("on",)

    on: date

    def __new__(cls, words: str, on: date) -> Self:
        """Write a day in these words."""
        day = super().__new__(cls, words)
        day.on = on
        return day


def together(sentences: Iterable[str]) -> Phrase:
    """Put sentences one after another."""
    given = {f"part_{number}": one for number, one in enumerate(sentences)}
    return Phrase(" ".join(f"{{{name}}}" for name in given), **given)


def either(words: Iterable[str]) -> str:
    """Say that one of these is enough; nothing where there is none."""
    said = ""
    for one in words:
        said = Phrase("{first} or {second}", first=said, second=one) if said else one
    return said
