"""By which words is somebody called with @, and who can be?

A person goes by name, first name, e-mail address or what stands before its @, a team by
its name, in any case and without accents. Who shares a name is called together: one told
too many harms less than one not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inbox import people
from inbox.models import Team, User
from inbox.search import folding
from inbox.search.folding import Spot

SIGN = "@"
OFFERED = 8
# Between the words of a name stands little; more would be another sentence.
LONGEST_GAP = 3
LONGEST_WRITTEN = 80

Colleague = User | Team
Names = dict[str, list[Colleague]]


@dataclass(frozen=True, slots=True)
class Call:
    """Who is called in a text, and where: the sign and the name after it."""

    place: int
    length: int
    called: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody who can be called, and what is written to call them and nobody else."""

    colleague: Colleague
    written: str

    @property
    def is_team(self) -> bool:
        """Whether several are called at once."""
        return isinstance(self.colleague, Team)


def calls(session: Session, text: str) -> Iterator[Call]:
    """Find who is called in a text, one after the other."""
    if SIGN not in text:
        return
    names, spots = _names(session), list(folding.spots(text))
    longest = max((name.count(" ") + 1 for name in names), default=0)
    end = 0
    for at, spot in enumerate(spots):
        if spot.start <= end or not _begins(text, spot.start - 1):
            continue
        if call := _call(text, spots[at : at + longest], names):
            end = call.place + call.length
            yield call


def offers(session: Session, query: str) -> list[Offer]:
    """Return people and teams whose names hold a word that begins like this, in their order."""
    names, wanted = _names(session), folding.words(query)
    matching = (one for one in _everyone(session) if _matches(one, wanted))
    found = [Offer(one, _written(one, names)) for one in matching]
    return found[:OFFERED]


def _everyone(session: Session) -> list[Colleague]:
    return [*people.on_the_desk(session), *people.teams(session)]


def _names(session: Session) -> Names:
    names: Names = {}
    for one in _everyone(session):
        for name in {_plain(name) for name in _goes_by(one)} - {""}:
            names.setdefault(name, []).append(one)
    return names


def _goes_by(one: Colleague) -> list[str]:
    if isinstance(one, Team):
        return [one.name]
    return [one.name, one.first_name, one.email, one.email.partition(SIGN)[0]]


def _plain(name: str) -> str:
    return " ".join(folding.words(name))


def _begins(text: str, place: int) -> bool:
    if text[place] != SIGN:
        return False
    # Within a word it is an address of somebody else's.
    return place == 0 or not (text[place - 1].isalnum() or text[place - 1] in "_.@")


def _call(text: str, spots: list[Spot], names: Names) -> Call | None:
    """Return whom the longest name calls that these words begin with."""
    found, words = None, ""
    for before, spot in zip([None, *spots], spots, strict=False):
        if before and not _is_gap(text[before.end : spot.start]):
            break
        words = f"{words} {spot.word}" if words else spot.word
        if words in names and not _goes_on(text, spot.end):
            place = spots[0].start - 1
            found = Call(place, spot.end - place, tuple(names[words]))
    return found


def _is_gap(between: str) -> bool:
    return len(between) <= LONGEST_GAP and "\n" not in between and SIGN not in between[1:]


def _goes_on(text: str, end: int) -> bool:
    """Say whether a name stops within an address: `@dana.example`, `@dana@elsewhere.example`."""
    after = text[end : end + 2]
    return len(after) > 1 and after[0] in "@._-" and after[1].isalnum()


def _matches(one: Colleague, wanted: list[str]) -> bool:
    words = [word for name in _goes_by(one) for word in folding.words(name)]
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _written(one: Colleague, names: Names) -> str:
    """Return the name where nobody shares it and it can be read, else the address."""
    is_clear = names.get(_plain(one.name)) == [one] and one.name.isprintable()
    is_short = len(one.name) <= LONGEST_WRITTEN
    return one.name if isinstance(one, Team) or (is_clear and is_short) else one.email
