"""How is a filter said in plain English?"""

from __future__ import annotations

from dataclasses import dataclass

from inbox.filters import values
from inbox.filters.conditions import BY_NAME
from inbox.filters.known import Known
from inbox.filters.reading import Filter

_WAITING = {"yes": "somebody waits", "no": "nobody waits"}
_MUTED = {"yes": "muted", "no": "not muted"}
_BEFORE = {
    "account": "to ",
    "team": "of ",
    "assignee": "assigned to ",
    "tag": "tagged ",
    "post": "under ",
    "since": "active since ",
    "until": "active until ",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One condition in words, and the filter without it."""

    words: str
    rest: Filter


def said(asked: Filter, known: Known) -> list[Said]:
    """Say each condition of a filter."""
    return [Said(_words(name, given, known), asked.without(name)) for name, given in asked.parts]


def _words(name: str, given: tuple[str, ...], known: Known) -> str:
    match name:
        case "waiting":
            return _WAITING.get(given[0]) or f"waiting {values.span_words(given[0])} or longer"
        case "ending":
            return f"a private answer ends within {values.span_words(given[0])}"
        case "muted":
            return _MUTED[given[0]]
        case "text":
            return f"says “{given[0]}”"
    choices = BY_NAME[name].choices
    called = [choices[one] if one in choices else known.called(name, one) for one in given]
    return f"{_BEFORE.get(name, '')}{_either(called)}"


def _either(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
