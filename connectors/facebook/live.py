"""Which broadcasts of a Page are on the air, and what is said in them?

Sources: Graph API, Page edge /live_videos, LiveVideo and its edge /comments; docs/live_video.md
says what of it is not verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from connectors.attachments import address
from connectors.facebook import parsing
from connectors.graph import errors, on_air
from connectors.graph.client import GraphClient
from connectors.graph.on_air import Standing
from connectors.graph.paging import Place
from connectors.graph.reading import Reading, head_page, next_page
from connectors.graph.times import moment
from connectors.pages import LiveVideo, Page, PostSeen
from connectors.words import Kind

NAME = "Facebook"
WEB = "https://www.facebook.com"
LIVE = "LIVE"
COMMENTS_A_PAGE = 100
BROADCASTS_A_PAGE = 25
# Without `no_filter` Facebook leaves out what it takes for low quality, without `stream` replies.
ORDER = {"filter": "stream", "live_filter": "no_filter", "order": "reverse_chronological"}
LIVE_FIELDS = "id,status,title,permalink_url,creation_time,broadcast_start_time,video{id,picture}"
_ORDERED = "".join(f".{name}({value})" for name, value in ORDER.items())
HEAD_FIELDS = (
    f"{LIVE_FIELDS},comments{_ORDERED}.limit({COMMENTS_A_PAGE}){{{parsing.COMMENT_FIELDS}}}"
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcasts:
    """One Page's live videos."""

    client: GraphClient
    page_id: str

    def discover(self, **_place: str | None) -> Page:
        """Say which broadcasts are on the air. Raises TryLater, Refused or NeedsReconnection."""
        answer = self.client.get(
            f"{self.page_id}/live_videos",
            broadcast_status=f'["{LIVE}"]',
            fields=LIVE_FIELDS,
            limit=BROADCASTS_A_PAGE,
        )
        with errors.parsing(NAME):
            return on_air.found(self.client, [self._broadcast(each) for each in answer["data"]])

    def comments(self, live_id: str, *, since: str | None, at: str | None) -> Page:
        """Fetch one page of what is said in a broadcast (`connectors.base.Connector.fetch`)."""
        if at is not None:
            return next_page(self.client, at, self._go_on)
        try:
            told = self.client.get(live_id, fields=HEAD_FIELDS)
        except errors.NoSuchNode:
            return Page(items=(), bodies=self.client.bodies(), ended=True)
        with errors.parsing(NAME):
            return self._head(told, Standing.read(since))

    def _head(self, told: Json, standing: Standing) -> Page:
        post = self._broadcast(told).post
        path = f"{told['id']}/comments"
        edge = told.get("comments", {"data": []})
        reading = self._said(edge, post, path, standing.floor)
        page = head_page(self.client, reading, standing.after(reading.items).position())
        return replace(page, ended=told["status"] != LIVE)

    def _go_on(self, place: Place) -> Reading:
        answer = self.client.get(
            place.path,
            fields=parsing.COMMENT_FIELDS,
            limit=COMMENTS_A_PAGE,
            after=place.after,
            **ORDER,
        )
        with errors.parsing(NAME):
            post = parsing.post_of(place.context)
            return self._said(answer, post, place.path, place.floor)

    def _said(self, edge: Json, post: PostSeen, path: str, floor: Any) -> Reading:
        found = parsing.comments(edge, page_id=self.page_id, floor=floor, post=post)
        items = tuple(replace(item, kind=Kind.LIVE_COMMENT) for item in found.items)
        return Reading(items, tuple(replace(place, path=path) for place in found.places))

    def _broadcast(self, told: Json) -> LiveVideo:
        began = moment(told.get("broadcast_start_time") or told["creation_time"])
        link = told.get("permalink_url", "")
        # That the post carries the video's number is how Pages' videos look; not verified.
        post = PostSeen(
            external_id=f"{self.page_id}_{told['video']['id']}",
            text=told.get("title", ""),
            permalink=f"{WEB}{link}" if link.startswith("/") else link,
            published_at=moment(told["creation_time"]),
            picture=address(told["video"].get("picture")),
        )
        return LiveVideo(external_id=told["id"], post=post, started_at=began)
