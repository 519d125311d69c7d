"""What do posts that were read before show now of older words, and what seems to be gone?

A poll reads back to its floor only, but every post comes with its newest comments, older
ones among them. When anything in these changed, they are handed over again, so that edits,
likes and hidden words are noticed. A count that fell shows that something is gone; what it
was, only a look at each id can tell (docs/platforms.md 5.5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.graph.reading import Reading
from connectors.pages import Incoming, Shortfall

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the poll before knew: comments per post, what each showed, and the newest moment."""

    newest: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)

    def revisited(
        self, post_id: str, edge: Json, items: Iterable[Incoming], *, count: int, floor: datetime
    ) -> Reading:
        """Read what a post's edge shows again, once anything in it has changed.

        `items` are all that the edge shows, however old.
        """
        seen = _fingerprint(edge)
        prints = ((post_id, seen),)
        if self.prints.get(post_id) == seen:
            return Reading(prints=prints)
        shown = tuple(items)
        return Reading(
            again=tuple(item for item in shown if item.sent_at < floor),
            shortfalls=self._shortfalls(post_id, edge, shown, count - self._since(shown, floor)),
            prints=prints,
        )

    def _since(self, shown: Iterable[Incoming], floor: datetime) -> int:
        # From a little before the newest known: times are whole seconds, so a comment of that
        # second may be new, and would make up for one that went. To suspect costs nothing
        # while all that is stored is shown.
        return sum(item.sent_at >= min(floor, self.newest) for item in shown)

    def _shortfalls(
        self, post_id: str, edge: Json, shown: tuple[Incoming, ...], older: int
    ) -> tuple[Shortfall, ...]:
        known = self.counts.get(post_id)
        if known is None or older >= known:
            return ()
        has_more = "next" in edge.get("paging", {})
        since = min((item.sent_at for item in shown), default=None) if has_more else None
        ids = frozenset(item.external_id for item in shown)
        return (Shortfall(post_id=post_id, shown=ids, since=since),)


def _fingerprint(edge: Json) -> str:
    written = json.dumps(edge["data"], sort_keys=True).encode()
    return hashlib.sha256(written).hexdigest()[:10]
