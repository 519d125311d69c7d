"""Where does a walk through Instagram's lists go on, and when must it not?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from connectors.errors import Refused
from connectors.instagram.private_errors import later
from connectors.phrases import Phrase

MOST_PAGES = 500
STUCK_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One page of one list that is still to be read.

    `parameters` carry the cursor; `visited` are the cursors used before it. `floor`
    is the platform time up to which the list is stored (seconds for comments,
    microseconds for messages). `left` counts new items that are not found yet, and
    `about` tells what the list belongs to.
    """

    kind: str
    path: str
    floor: int
    left: int = 0
    parameters: Mapping[str, str] = field(default_factory=dict)
    visited: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    def onward(self, name: str, cursor: str, *, left: int = 0) -> Place:
        """Return the next page of this list.

        Raises TryLater when the platform gives a cursor again or the list does not
        end: the floor was not reached, so the gap has to stay open.
        """
        step = f"{name}={cursor}"
        if step in self.visited or len(self.visited) >= MOST_PAGES:
            raise later(
                Phrase("Instagram's list repeats itself, so the rest is read later."), STUCK_WAIT
            )
        return Place(
            kind=self.kind,
            path=self.path,
            floor=self.floor,
            left=left,
            parameters={name: cursor},
            visited=(*self.visited, step),
            about=self.about,
        )


def token(places: list[Place]) -> str | None:
    """Write what is still to be read, or None when nothing is."""
    return written(places) if places else None


def written(places: list[Place]) -> str:
    """Write what is still to be read, where something is."""
    return json.dumps([asdict(place) for place in places], separators=(",", ":"))


def places(text: str) -> list[Place]:
    """Read what `token` wrote. Raises Refused."""
    try:
        return [_place(facts) for facts in json.loads(text)]
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(Phrase("This place in Instagram's lists can no longer be read.")) from error


def _place(facts: dict[str, Any]) -> Place:
    return Place(**{**facts, "visited": tuple(facts["visited"])})
