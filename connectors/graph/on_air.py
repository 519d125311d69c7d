"""How far is a broadcast's stream of comments read, and which broadcasts run?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from connectors.graph.client import GraphClient
from connectors.graph.times import moment, written
from connectors.pages import Incoming, LiveVideo, Page

# Graph times are whole seconds. What becomes visible later than this is found under the post.
OVERLAP = timedelta(seconds=2)
BEGINNING = datetime.fromtimestamp(0, tz=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """The time of the newest comment that is stored. A broadcast is read from its beginning."""

    newest: datetime = BEGINNING

    @property
    def floor(self) -> datetime:
        """The moment from which to read again."""
        return max(BEGINNING, self.newest - OVERLAP)

    def after(self, items: Iterable[Incoming]) -> Standing:
        """Return the standing once these are stored."""
        return Standing(max([self.newest, *(item.sent_at for item in items)]))

    def position(self) -> str:
        """Write it down."""
        return written(self.newest)

    @classmethod
    def read(cls, position: str | None) -> Standing:
        """Read a position."""
        return cls(moment(position)) if position else cls()


def found(client: GraphClient, running: Iterable[LiveVideo]) -> Page:
    """Return the page of a look at what is on the air; one that found nothing needs no record."""
    opened = tuple(running)
    bodies = client.bodies()
    return Page(items=(), bodies=bodies if opened else (), budget=client.budget(), opened=opened)
