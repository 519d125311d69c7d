"""Which pictures and videos of others tag the account?

Source: Instagram Platform, IG User, edge `tags`. Who owns the media is told by name only,
and comments below it are not ours to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.graph import errors
from connectors.graph.client import GraphClient
from connectors.graph.paging import Place, after
from connectors.graph.reading import Reading, head_page, next_page
from connectors.graph.times import moment, written
from connectors.pages import Author, Incoming, Page
from connectors.words import Direction, Kind, Surface

NAME = "Instagram"
TAGS = "tags"
TAG_FIELDS = "id,caption,permalink,timestamp,username"
MEDIA_A_PAGE = 25
OVERLAP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """The stream of media that tag one account, newest first."""

    client: GraphClient
    own_id: str
    reach: timedelta

    def fetch(self, *, since: str | None, at: str | None) -> Page:
        """Fetch one page (`connectors.base.Connector.fetch`)."""
        if at is not None:
            return next_page(self.client, at, self._go_on)
        now = datetime.now(UTC)
        known = moment(since) if since else now - self.reach
        try:
            reading = self._read(None, known - OVERLAP)
        except errors.PermissionMissing:
            # The account goes on without; Meta's refusal is in the record.
            return Page(items=(), bodies=self.client.bodies(), position=since)
        newest = max((item.sent_at for item in reading.items), default=known)
        return head_page(self.client, reading, written(min(max(newest, known), now)))

    def _go_on(self, place: Place) -> Reading:
        return self._read(place.after, place.floor)

    def _read(self, cursor: str | None, floor: datetime) -> Reading:
        path = f"{self.own_id}/{TAGS}"
        further = {"after": cursor} if cursor else {}
        answer = self.client.get(path, fields=TAG_FIELDS, limit=MEDIA_A_PAGE, **further)
        with errors.parsing(NAME):
            items = tuple(said(each) for each in answer["data"])
            onward = after(answer)
            has_ended = onward is None or any(item.sent_at < floor for item in items)
            more = () if has_ended else (_place(path, str(onward), floor),)
            return Reading(tuple(item for item in items if item.sent_at >= floor), more)


def said(told: Mapping[str, Any]) -> Incoming:
    """Read media of somebody else that names the account."""
    name = told.get("username", "")
    return Incoming(
        kind=Kind.MENTION,
        external_id=told["id"],
        thread_id=told["id"],
        direction=Direction.IN,
        text=told.get("caption", ""),
        sent_at=moment(told["timestamp"]),
        author=author(name),
        permalink=told.get("permalink", ""),
        surface=Surface.TAGGED_MEDIA,
    )


def author(name: str) -> Author | None:
    """Name a person of whom Instagram tells the name alone."""
    return Author(external_id=f"@{name}", handle=name) if name else None


def _place(path: str, cursor: str, floor: datetime) -> Place:
    return Place(edge=TAGS, path=path, after=cursor, floor=floor)
