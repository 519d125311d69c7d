"""How does one step of a walk become a page for the inbox?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.errors import Refused
from connectors.graph.client import GraphClient
from connectors.graph.paging import Place, Walk
from connectors.pages import Counted, Incoming, Meeting, Page, Shortfall
from connectors.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Reading:
    """What one answer held: things said, and edges that have more.

    `counts` are comments per post, where the platform tells them; `prints` say in a
    few characters what each post showed. `again`, `shortfalls` and `meetings`:
    `connectors.pages.Page`.
    """

    items: tuple[Incoming, ...] = ()
    places: tuple[Place, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    again: tuple[Incoming, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    prints: tuple[tuple[str, str], ...] = ()
    meetings: tuple[Meeting, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.items + other.items,
            self.places + other.places,
            self.counts + other.counts,
            self.again + other.again,
            self.shortfalls + other.shortfalls,
            self.prints + other.prints,
            self.meetings + other.meetings,
        )

    def is_newer_than(self, moment: datetime) -> bool:
        """Whether anything in it was said after a moment."""
        return any(item.sent_at > moment for item in self.items)

    def of_body(self, number: int) -> Reading:
        """Say which raw body of the page held these."""
        items = tuple(replace(item, capture=number) for item in self.items)
        again = tuple(replace(item, capture=number) for item in self.again)
        return replace(self, items=items, again=again)


def joined(readings: Iterable[Reading]) -> Reading:
    """Put readings of one answer together."""
    return sum(readings, Reading())


def head_page(client: GraphClient, reading: Reading, position: str) -> Page:
    """Make the first page of a walk."""
    walk = Walk(places=reading.places)
    return _page(client, reading, walk, position=position)


def next_page(client: GraphClient, token: str, read: Callable[[Place], Reading]) -> Page:
    """Take a walk one step on. Raises Refused for a token that is not one of ours."""
    walk = _walk(token)
    reading = read(walk.places[0])
    return _page(client, reading, walk.onward(reading.places), position=None)


def _page(client: GraphClient, reading: Reading, walk: Walk, *, position: str | None) -> Page:
    return Page(
        items=_once_each(reading.items),
        again=_once_each(reading.again),
        shortfalls=reading.shortfalls,
        meetings=reading.meetings,
        counts=tuple(Counted(post_id=post, comments=count) for post, count in reading.counts),
        bodies=client.bodies(),
        position=position,
        next=walk.token(),
        budget=client.budget(),
    )


def _once_each(items: Iterable[Incoming]) -> tuple[Incoming, ...]:
    # A post published between two calls pushes another onto both of their pages.
    return tuple({item.external_id: item for item in reversed(tuple(items))}.values())[::-1]


def _walk(token: str) -> Walk:
    try:
        return Walk.read(token)
    except (ValueError, KeyError, TypeError):
        raise Refused(
            Phrase("The place where this walk stopped cannot be read any more.")
        ) from None
