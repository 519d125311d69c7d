"""Where does a walk through Graph pages go on, and how does it never run in circles?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.errors import TryLater
from connectors.graph.times import moment, written
from connectors.phrases import Phrase

PAGE_CAP = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One edge that still has pages: `edge` says how to read it, `path` where it is.

    `floor` is the moment up to which everything is stored; `context` is what the
    edge's own answer does not repeat, such as the post above the comments.
    """

    edge: str
    path: str
    after: str
    floor: datetime
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """Recognise this place again, in a few characters."""
        return hashlib.sha256(f"{self.path}\n{self.after}".encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What remains of a walk, and where it has been."""

    places: tuple[Place, ...]
    been: tuple[str, ...] = ()

    def token(self) -> str | None:
        """Write the walk down; None when nothing remains."""
        return self.written() if self.places else None

    def written(self) -> str:
        """Write down a walk of which something remains."""
        places = [asdict(place) | {"floor": written(place.floor)} for place in self.places]
        return json.dumps({"places": places, "been": self.been}, separators=(",", ":"))

    @classmethod
    def read(cls, token: str) -> Walk:
        """Read a walk from its token. Raises ValueError or KeyError for one that is not ours."""
        told = json.loads(token)
        places = (Place(**place | {"floor": moment(place["floor"])}) for place in told["places"])
        return cls(places=tuple(places), been=tuple(told["been"]))

    def onward(self, found: Iterable[Place]) -> Walk:
        """Leave the first place for the ones found there.

        Raises TryLater when a cursor leads back to where the walk has been, or it
        grows beyond all measure: the gap stays open, nothing is passed over.
        """
        here, *rest = self.places
        been = (*self.been, here.mark)
        fresh = tuple(found)
        if any(place.mark in been for place in fresh):
            raise TryLater(Phrase("The platform gave the same page again; the walk waits here."))
        if len(been) >= PAGE_CAP:
            raise TryLater(
                Phrase(
                    "More than {page_cap} pages in one walk; the walk waits here.",
                    page_cap=PAGE_CAP,
                )
            )
        return Walk(places=(*fresh, *rest), been=been)


def after(edge: Mapping[str, Any]) -> str | None:
    """Return the cursor of the next page; None on the last.

    Meta gives `cursors.after` on the last page too, so `next` decides. An empty
    page is not the end (docs/platforms.md 4.3).
    """
    paging = edge.get("paging", {})
    if "next" not in paging:
        return None
    cursor = paging.get("cursors", {}).get("after") or _in_query(paging["next"])
    return str(cursor)


def _in_query(address: str) -> str:
    found = parse_qs(urlsplit(address).query).get("after")
    if not found:
        raise ValueError(Phrase("a next page without a cursor"))
    return found[0]
