"""What does somebody ask who types into the search field?

Nothing that can be typed is an error: what is not understood is looked for as
words, and `remarks` say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors.phrases import Phrase
from inbox.search import folding

MOST_PARTS = 24
SHORTEST_BEGINNING = 3
"""A last word of so many letters also finds what begins with it; shorter ones mean too much."""

OPERATORS = (
    "from",
    "in",
    "tag",
    "assignee",
    "before",
    "after",
    "on",
    "has",
    "is",
    "status",
    "lang",
)
SAME = {
    "language": "lang",
    "to": "assignee",
    "assigned": "assignee",
    "since": "after",
    "until": "before",
}

_PART = re.compile(
    r"""(?P<minus>-)?(?:(?P<name>[a-z]+):(?=\S))?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Folded words that stand together; the last may be only the beginning of one."""

    folded: tuple[str, ...]
    is_beginning: bool = False
    is_quoted: bool = False
    is_unwanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One `name:value`."""

    name: str
    value: str
    is_unwanted: bool = False

    def __str__(self) -> str:
        """Write it as it is typed."""
        value = f'"{self.value}"' if re.search(r"\s", self.value) else self.value
        return f"{'-' if self.is_unwanted else ''}{self.name}:{value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was understood."""

    typed: str
    words: tuple[Words, ...] = ()
    operators: tuple[Operator, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Words, ...]:
        """The words that must be there."""
        return tuple(one for one in self.words if not one.is_unwanted)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to look for."""
        return not (self.words or self.operators)


def read(typed: str) -> Question:
    """Understand what was typed."""
    words: list[Words] = []
    operators: list[Operator] = []
    remarks: list[str] = []
    found = _PART.finditer(typed[: folding.MOST_CHARACTERS])
    for part in found:
        if len(words) + len(operators) == MOST_PARTS:
            remarks.append(Phrase("Only the first {most} words were looked for.", most=MOST_PARTS))
            break
        name = (part["name"] or "").lower()
        name = SAME.get(name, name)
        if name in OPERATORS:
            operators.append(_operator(name, part))
            continue
        if name and (part["quoted"] or part["bare"] or "").strip("/") and _is_meant(part):
            remarks.append(
                Phrase("There is no operator {name}:, so it was looked for as a word.", name=name)
            )
        if one := _words(part):
            words.append(one)
    return Question(
        typed=typed,
        words=tuple(_with_beginning(words, typed)),
        operators=tuple(operators),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _operator(name: str, part: re.Match[str]) -> Operator:
    value = part["bare"] if part["quoted"] is None else part["quoted"]
    return Operator(name=name, value=" ".join(value.split()), is_unwanted=bool(part["minus"]))


def _is_meant(part: re.Match[str]) -> bool:
    # An address has a colon too, and nobody means an operator by it.
    return not (part["bare"] or "").startswith("//")


def _words(part: re.Match[str]) -> Words | None:
    text = part["bare"] if part["quoted"] is None else part["quoted"]
    folded = folding.words(f"{part['name'] or ''} {text}")[:MOST_PARTS]
    if not folded:
        return None
    return Words(
        folded=tuple(folded),
        is_quoted=part["quoted"] is not None,
        is_unwanted=bool(part["minus"]),
    )


def _with_beginning(words: list[Words], typed: str) -> list[Words]:
    """Let the last plain word stand for all that begins with it, while it is being typed."""
    if not words or words[-1].is_quoted or words[-1].is_unwanted or typed[-1:].isspace():
        return words
    last = words[-1]
    is_long = len(last.folded[-1]) >= SHORTEST_BEGINNING
    begun = Words(folded=last.folded, is_beginning=is_long)
    return [*words[:-1], begun]
