"""Which media does one poll of comments visit?

Those whose count of comments changed; the newest few in any case; and now and then
one more from its first comment to its last, for a reply below an old comment that
came while another comment was deleted, which leaves the count as it was.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.instagram import private_parsing as parsing
from connectors.instagram.private_errors import reading
from connectors.instagram.private_line import Line
from connectors.instagram.private_standing import Standing
from connectors.pages import PostSeen

MEDIA_WATCHED = 30
ALWAYS_VISITED = 3
VISITED_AT_ONCE = 12
SWEEP_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Medium:
    """One of the account's media, and how many comments Instagram says it has."""

    post: PostSeen
    count: int | None

    @property
    def id(self) -> str:
        """Its external id."""
        return self.post.external_id


@dataclass(frozen=True, slots=True)
class Round:
    """What one poll visits, newest media first, and which of them it sweeps."""

    media: list[Medium]
    visited: list[Medium]
    swept: str

    @property
    def at_once(self) -> list[Medium]:
        """What is visited before the first page is handed over."""
        return self.visited[:VISITED_AT_ONCE]

    @property
    def later(self) -> list[Medium]:
        """What is left for the pages after it."""
        return self.visited[VISITED_AT_ONCE:]


def plan(line: Line, standing: Standing) -> Round:
    """Look at the newest media and choose. Raises TryLater or NeedsReconnection."""
    media = _newest(line)
    swept = _due_sweep(media, standing)
    visited = [
        medium
        for index, medium in enumerate(media)
        if index < ALWAYS_VISITED or medium.id == swept or _has_changed(medium, standing)
    ]
    return Round(media, visited, swept)


def _newest(line: Line) -> list[Medium]:
    answer = line.get(f"feed/user/{line.own_id}/", count=MEDIA_WATCHED)
    told: list[Mapping[str, Any]] = answer.facts.get("items") or []
    with reading():
        return [
            Medium(parsing.media(item, line.own_id), item.get("comment_count"))
            for item in told
            if item.get("pk") or item.get("id")
        ]


def _has_changed(medium: Medium, standing: Standing) -> bool:
    return medium.count is None or medium.count != (standing.of(medium.id).count or 0)


def _due_sweep(media: list[Medium], standing: Standing) -> str:
    """Name the media whose turn it is to be read whole, or nothing."""
    if time.time() - standing.swept_at < SWEEP_SECONDS:
        return ""
    ids = [medium.id for medium in media if medium.count]
    start = ids.index(standing.swept) + 1 if standing.swept in ids else 0
    return next(iter([*ids[start:], *ids[:start]]), "")
