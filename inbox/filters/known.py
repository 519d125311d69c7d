"""Is what filters name still there, and what is it called?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from connectors.phrases import Phrase
from inbox.filters.conditions import ANY, ME, NOBODY, NONE
from inbox.filters.reading import Filter
from inbox.models import Account, NamedStatus, Post, Tag, Team, User
from inbox.views import PLATFORM_NAMES

_WORDS = {
    "": "",
    ANY: Phrase("any"),
    ME: Phrase("me"),
    NOBODY: Phrase("nobody"),
    NONE: Phrase("no team"),
}
_SHOWN = 60
_GONE = {
    "tag": Phrase("The tag “{value}” no longer exists."),
    "account": Phrase("Account {value} no longer exists."),
    "team": Phrase("Team {value} no longer exists."),
    "assignee": Phrase("Colleague {value} no longer exists."),
    "post": Phrase("Post {value} no longer exists."),
    "named": Phrase("Status {value} no longer exists."),
}
_NAMED = {
    "team": (Team.id, Team.name),
    "assignee": (User.id, User.name),
    "named": (NamedStatus.id, NamedStatus.name),
}


@dataclass(frozen=True, slots=True)
class Gone:
    """A value of a filter that stands for nothing any more, and the sentence that says so."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What there is, by the name of the condition and the value in the address."""

    names: dict[str, dict[str, str]]

    def called(self, name: str, value: str) -> str:
        """Say what a value stands for."""
        if name == "named" and value == NONE:
            return Phrase("no finer status")
        return _WORDS.get(value) or self.names.get(name, {}).get(value, value)

    def existing(self, asked: Filter) -> Filter:
        """Leave out whatever is gone."""
        held = (
            (name, tuple(one for one in given if not self.is_gone(name, one)))
            for name, given in asked.parts
        )
        return Filter(tuple((name, given) for name, given in held if given))

    def missing(self, asked: Filter) -> list[str]:
        """Say what is gone, a sentence each."""
        return [one.words for one in self.gone(asked)]

    def gone(self, asked: Filter) -> list[Gone]:
        """Return what is gone."""
        return [
            Gone(name, one, Phrase(_GONE[name], value=one))
            for name, given in asked.parts
            for one in given
            if self.is_gone(name, one)
        ]

    def is_gone(self, name: str, value: str) -> bool:
        """Say whether a value stood for something that is there no more."""
        is_looked_up = name in _GONE and (name == "tag" or value not in (ME, NOBODY, NONE))
        return is_looked_up and value not in self.names.get(name, {})


def about(session: Session, filters: Iterable[Filter]) -> Known:
    """Look up what filters name, with a query for each kind of thing that is named."""
    wanted: dict[str, set[str]] = {}
    for one in filters:
        for name, given in one.parts:
            wanted.setdefault(name, set()).update(given)
    return Known({name: dict(_named(session, name, wanted.get(name, set()))) for name in _GONE})


def _named(session: Session, name: str, values: set[str]) -> Iterator[tuple[str, str]]:
    if name == "tag" and values:
        for tag in session.scalars(select(Tag.name).where(Tag.name.in_(values))):
            yield tag, tag
    numbers = [int(one) for one in values if one.isdecimal()] if name != "tag" else []
    if not numbers:
        return
    if columns := _NAMED.get(name):
        yield from _rows(session, *columns, columns[0].in_(numbers))
    match name:
        case "account":
            for account in session.scalars(select(Account).where(Account.id.in_(numbers))):
                yield (
                    str(account.id),
                    Phrase(
                        "{account} on {platform}",
                        account=account.name,
                        platform=PLATFORM_NAMES[account.platform],
                    ),
                )
        case "post":
            for number, text in _rows(session, Post.id, Post.text, Post.id.in_(numbers)):
                yield number, _beginning(text) or Phrase("post {number}", number=number)


def _rows(
    session: Session,
    number: InstrumentedAttribute[int],
    words: InstrumentedAttribute[str],
    wanted: ColumnElement[bool],
) -> Iterator[tuple[str, str]]:
    for row in session.execute(select(number, words).where(wanted)):
        yield str(row[0]), row[1]


def _beginning(text: str) -> str:
    tidied = " ".join(text.split())
    return tidied if len(tidied) <= _SHOWN else f"{tidied[:_SHOWN]}…"
