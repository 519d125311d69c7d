"""How is a filter said in plain English?"""

from __future__ import annotations

from dataclasses import dataclass

from connectors.phrases import Phrase
from inbox.filters import values
from inbox.filters.conditions import BY_NAME
from inbox.filters.known import Known
from inbox.filters.reading import Filter

_WAITING = {"yes": Phrase("somebody waits"), "no": Phrase("nobody waits")}
_MUTED = {"yes": Phrase("muted"), "no": Phrase("not muted")}
_ABOUT = {
    "account": Phrase("to {named}"),
    "team": Phrase("of {named}"),
    "assignee": Phrase("assigned to {named}"),
    "tag": Phrase("tagged {named}"),
    "post": Phrase("under {named}"),
    "since": Phrase("active since {named}"),
    "until": Phrase("active until {named}"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One condition in words, and the filter without it.

    `is_gone` where it names what is there no more, so that nothing is narrowed by it.
    """

    words: str
    rest: Filter
    is_gone: bool = False


def said(asked: Filter, known: Known) -> list[Said]:
    """Say each condition of a filter that holds, then what is gone of it."""
    holding = known.existing(asked).parts
    return [
        *(Said(_words(name, given, known), asked.without(name)) for name, given in holding),
        *(
            Said(one.words, asked.without_value(one.name, one.value), is_gone=True)
            for one in known.gone(asked)
        ),
    ]


def _words(name: str, given: tuple[str, ...], known: Known) -> str:
    match name:
        case "waiting":
            return _WAITING.get(given[0]) or Phrase(
                "waiting {span} or longer", span=values.span_words(given[0])
            )
        case "ending":
            return Phrase("a private answer ends within {span}", span=values.span_words(given[0]))
        case "muted":
            return _MUTED[given[0]]
        case "text":
            return Phrase("says “{words}”", words=given[0])
    choices = BY_NAME[name].choices
    called = [choices[one] if one in choices else known.called(name, one) for one in given]
    named = _either(called)
    return Phrase(_ABOUT[name], named=named) if name in _ABOUT else named


def _either(words: list[str]) -> str:
    *others, last = words
    if not others:
        return last
    first = others[0]
    for one in others[1:]:
        first = Phrase("{first}, {second}", first=first, second=one)
    return Phrase("{first} or {second}", first=first, second=last)
