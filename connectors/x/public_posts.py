"""What did people say to us on X in public, and what did we say to them?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from connectors.pages import Incoming, Page
from connectors.x import parsing, walking
from connectors.x.client import MOST_AT_ONCE, POST_QUESTION, Call, XClient
from connectors.x.json_fields import Raw
from connectors.x.reading import Reading, Us


class PublicPosts:
    """The two streams of public posts: those that mention us, and our own."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    def mentions(self, *, since: str | None, at: str | None) -> Page:
        """Fetch a page of posts that mention us; X keeps the last 800."""
        return self._page(self._client.tweepy.get_users_mentions, since=since, at=at)

    def own_posts(self, *, since: str | None, at: str | None) -> Page:
        """Fetch a page of what we posted, so that replies typed on X itself arrive too."""
        return self._page(
            self._client.tweepy.get_users_tweets, since=since, at=at, exclude="retweets"
        )

    def one(self, post_id: str) -> Page:
        """Fetch a post by its id, with what stands above it; nothing when it is gone."""
        (answer,) = _asked(self._client, [post_id])
        items = read(self._client, *answer)
        return Page(items=items, bodies=self._client.take_bodies())

    def _page(self, call: Call, *, since: str | None, at: str | None, **more: Any) -> Page:
        walk = walking.started(at)
        body, capture = self._client.read(
            call,
            self._client.me,
            max_results=MOST_AT_ONCE,
            since_id=walking.floor(since) if since else walking.first_floor(self._client.reach),
            pagination_token=walk.token,
            **POST_QUESTION,
            **more,
        )
        ids = parsing.ids(body)
        reading = reading_of(self._client, body, capture)
        return Page(
            items=tuple(reading.items()),
            bodies=self._client.take_bodies(),
            position=walking.position(since, ids) if at is None else None,
            next=walking.onward(walk, parsing.next_token(body), ids),
            budget=self._client.budget,
            counts=tuple(reading.counts()),
        )


def read(
    client: XClient, body: Mapping[str, Any], capture: int, own_threads: Collection[str] = ()
) -> tuple[Incoming, ...]:
    """Read an answer's posts, asking for the parents that X left out."""
    return tuple(reading_of(client, body, capture, own_threads).items())


def reading_of(
    client: XClient, body: Mapping[str, Any], capture: int, own_threads: Collection[str] = ()
) -> Reading:
    """Return one answer's posts in their branches."""
    us = Us(client.me, client.handle)
    return Reading(us, body, capture, partial(_asked, client), own_threads)


def _asked(client: XClient, ids: list[str]) -> Iterator[tuple[Raw, int]]:
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = ids[start : start + MOST_AT_ONCE]
        yield client.read(client.tweepy.get_tweets, some, **POST_QUESTION)
