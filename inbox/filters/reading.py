"""What does the query of an address ask for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from connectors.phrases import Phrase, together
from inbox.errors import Invalid
from inbox.filters.conditions import ANY, BY_NAME, CONDITIONS, Condition
from inbox.filters.values import LONGEST
from inbox.models import Status

MOST_VALUES = 30
LONGEST_QUERY = 2000
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that must all hold, each by one of its values; in one order only.

    Without a status it is about what is open.
    """

    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """Return what is asked under a name; nothing where it is not."""
        return dict(self.parts).get(name, ())

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses that are looked at."""
        asked = self.values("status") or (str(Status.OPEN),)
        return tuple(str(one) for one in Status) if ANY in asked else asked

    @property
    def is_of_open(self) -> bool:
        """Whether it is about nothing but what is open."""
        return self.statuses == (Status.OPEN,)

    @property
    def is_personal(self) -> bool:
        """Whether it means something else for each person."""
        return "me" in self.values("assignee")

    @property
    def query(self) -> str:
        """The one way to write it in an address."""
        return urlencode([(name, one) for name, given in self.parts for one in given])

    def without(self, name: str) -> Filter:
        """Leave a condition out."""
        return replace(self, parts=tuple(part for part in self.parts if part[0] != name))

    def without_value(self, name: str, value: str) -> Filter:
        """Leave one value of a condition out, and the condition with its last."""
        left = tuple(one for one in self.values(name) if one != value)
        parts = ((each, left if each == name else given) for each, given in self.parts)
        return replace(self, parts=tuple((each, given) for each, given in parts if given))


class BadFilter(Invalid):
    """Something in a filter cannot be understood. `rest` is what can."""

    def __init__(self, problems: Sequence[str], rest: Filter) -> None:
        super().__init__(together(problems))
        self.problems = tuple(problems)
        self.rest = rest


def read(pairs: Iterable[tuple[str, str]]) -> Filter:
    """Read a filter from names and values; empty values ask nothing. Raises BadFilter."""
    problems: list[str] = []
    asked: dict[str, dict[str, None]] = {}
    for name, value in pairs:
        if not value.strip():
            continue
        condition = BY_NAME.get(name)
        if condition is None:
            problems.append(
                Phrase("There is nothing called “{name}” to filter by.", name=_short(name))
            )
            continue
        try:
            asked.setdefault(name, {})[condition.tidy(_bounded(value))] = None
        except ValueError:
            problems.append(_refusal(condition, value))
    found = Filter(tuple(_parts(asked)))
    problems += _too_much(asked, found)
    if problems:
        raise BadFilter(list(dict.fromkeys(problems)), found)
    return found


def of_query(query: str) -> Filter:
    """Read a filter as it stands in an address. Raises BadFilter."""
    return read(parse_qsl(query[: 2 * LONGEST_QUERY]))


def _parts(asked: dict[str, dict[str, None]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for condition in CONDITIONS:
        given = list(asked.get(condition.name, ()))
        in_order = _in_order(condition, given)
        if condition.name == "status" and ANY in in_order:
            in_order = [ANY]
        is_usual = condition.name == "status" and in_order == [Status.OPEN]
        if in_order and not is_usual:
            yield condition.name, tuple(in_order[:1] if condition.is_single else in_order)


def _in_order(condition: Condition, given: list[str]) -> list[str]:
    known = [str(one) for one in condition.choices]
    return sorted(given, key=known.index) if known else sorted(given)


def _bounded(value: str) -> str:
    if len(value) > LONGEST:
        raise ValueError(value)
    return value.strip()


def _refusal(condition: Condition, value: str) -> str:
    return Phrase(
        "{legend}: “{value}” cannot be used. It takes {expects}.",
        legend=condition.legend,
        value=_short(value),
        expects=condition.expects,
    )


def _too_much(asked: dict[str, dict[str, None]], found: Filter) -> Iterator[str]:
    for name, given in asked.items():
        condition = BY_NAME[name]
        most = 1 if condition.is_single else MOST_VALUES
        if len(given) > most:
            yield Phrase(
                "{legend}: {given} are given, and it takes {most} at most.",
                legend=condition.legend,
                given=len(given),
                most=most,
            )
    since, until = found.values("since"), found.values("until")
    if since and until and since > until:
        yield Phrase(
            "No day is both on or after {since} and on or before {until}.",
            since=since[0],
            until=until[0],
        )
    if len(found.query) > LONGEST_QUERY:
        yield Phrase("This filter is too long for an address. Choose fewer values.")


def _short(value: str) -> str:
    tidied = " ".join(value.split())
    return tidied if len(tidied) <= _SHOWN else f"{tidied[:_SHOWN]}…"
