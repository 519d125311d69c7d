"""Which broadcasts of an account are on the air, and what is said in them, by the Graph API?

Source: Instagram Platform, IG User edge /live_media, which lists a broadcast only while it
runs; IG Media edge /comments. docs/live_video.md says what of it is not verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from connectors.graph import errors, on_air
from connectors.graph.client import GraphClient
from connectors.graph.on_air import Standing
from connectors.graph.paging import Place
from connectors.graph.reading import Reading, head_page, next_page
from connectors.graph.times import moment
from connectors.instagram import graph_parsing as parsing
from connectors.pages import LiveVideo, Page
from connectors.words import Kind

NAME = "Instagram"
LIVE_FIELDS = "id,caption,permalink,timestamp"
HEAD_FIELDS = f"{LIVE_FIELDS},comments.limit({parsing.COMMENTS_A_PAGE}){{{parsing.COMMENT_FIELDS}}}"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcasts:
    """One account's live videos."""

    client: GraphClient
    own_id: str

    def discover(self, **_place: str | None) -> Page:
        """Say which broadcasts are on the air. Raises TryLater, Refused or NeedsReconnection."""
        told = self._live_media(LIVE_FIELDS)
        with errors.parsing(NAME):
            return on_air.found(self.client, [_broadcast(each) for each in told])

    def comments(self, live_id: str, *, since: str | None, at: str | None) -> Page:
        """Fetch one page of what is said in a broadcast (`connectors.base.Connector.fetch`).

        A broadcast that is over has no comments any more.
        """
        if at is not None:
            return next_page(self.client, at, self._go_on)
        told = {each["id"]: each for each in self._live_media(HEAD_FIELDS)}
        if live_id not in told:
            return Page(items=(), bodies=self.client.bodies(), ended=True)
        with errors.parsing(NAME):
            return self._head(told[live_id], Standing.read(since))

    def _head(self, told: Json, standing: Standing) -> Page:
        edge = told.get("comments", {"data": []})
        reading = parsing.comments(
            edge, own_id=self.own_id, floor=standing.floor, post=_broadcast(told).post
        )
        position = standing.after(reading.items).position()
        return head_page(self.client, _live(reading), position)

    def _go_on(self, place: Place) -> Reading:
        read = self._replies if place.edge == parsing.REPLIES else self._comments
        try:
            return _live(read(place))
        except errors.NoSuchNode:
            # The broadcast ended between two pages, and took its comments along.
            return Reading()

    def _comments(self, place: Place) -> Reading:
        answer = self._page(place, parsing.COMMENT_FIELDS)
        with errors.parsing(NAME):
            post = parsing.post_of(place.context)
            return parsing.comments(answer, own_id=self.own_id, floor=place.floor, post=post)

    def _replies(self, place: Place) -> Reading:
        answer = self._page(place, parsing.REPLY_FIELDS)
        with errors.parsing(NAME):
            return parsing.replies(
                answer,
                own_id=self.own_id,
                floor=place.floor,
                post=parsing.post_of(place.context),
                parent=place.context["parent"],
            )

    def _page(self, place: Place, fields: str) -> Json:
        limit = parsing.COMMENTS_A_PAGE
        return self.client.get(place.path, fields=fields, limit=limit, after=place.after)

    def _live_media(self, fields: str) -> list[Json]:
        answer = self.client.get(f"{self.own_id}/live_media", fields=fields)
        with errors.parsing(NAME):
            return list(answer["data"])


def _live(reading: Reading) -> Reading:
    items = tuple(replace(item, kind=Kind.LIVE_COMMENT) for item in reading.items)
    return replace(reading, items=items)


def _broadcast(told: Json) -> LiveVideo:
    return LiveVideo(
        external_id=told["id"],
        post=parsing.post_seen(told),
        started_at=moment(told["timestamp"]),
    )
