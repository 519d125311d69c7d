"""Who quoted a post of ours?

A quote names nobody, so X's list of mentions leaves it out. Our newest posts tell
how often each was quoted; where that changed, its quotes are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from connectors.pages import Incoming, Page
from connectors.x import parsing, walking
from connectors.x.client import MOST_AT_ONCE, POST_QUESTION, XClient
from connectors.x.public_posts import read

Owed = tuple[str, str | None, int]
"""A post, the mark of the next page of its quotes, and how many of them are new."""


class Quotes:
    """The stream of quotes of our newest hundred posts."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    def page(self, *, since: str | None, at: str | None) -> Page:
        """Fetch how often our posts were quoted, or a page of one post's quotes.

        A quote that comes in the moment another is taken away leaves the count as it was:
        of our newest posts a search finds it (`thread_replies.py`), of older ones it is
        seen when the count next changes.
        """
        return self._quotes(json.loads(at)) if at else self._counts(since)

    def _counts(self, since: str | None) -> Page:
        known: Mapping[str, int] = json.loads(since) if since else {}
        body, _ = self._client.read(
            self._client.tweepy.get_users_tweets,
            self._client.me,
            max_results=MOST_AT_ONCE,
            exclude="retweets",
            tweet_fields="public_metrics",
        )
        counts = {one.id: one.quote_count for one in parsing.posts(body)}
        owed: list[Owed] = [
            (post_id, None, count - known.get(post_id, 0))
            for post_id, count in counts.items()
            if count != known.get(post_id, 0)
        ]
        return replace(self._page((), owed), position=json.dumps(counts))

    def _quotes(self, owed: list[Owed]) -> Page:
        (post_id, mark, new), *others = owed
        walk = walking.started(mark)
        body, capture = self._client.read(
            self._client.tweepy.get_quote_tweets,
            post_id,
            max_results=MOST_AT_ONCE,
            pagination_token=walk.token,
            **POST_QUESTION,
        )
        ids = parsing.ids(body)
        following = walking.onward(walk, parsing.next_token(body), ids)
        left = new - len(ids)
        more = [(post_id, following, left)] if following and left > 0 else []
        return self._page(read(self._client, body, capture), [*more, *others])

    def _page(self, items: tuple[Incoming, ...], owed: list[Owed]) -> Page:
        return Page(
            items=items,
            bodies=self._client.take_bodies(),
            next=json.dumps(owed) if owed else None,
            budget=self._client.budget,
        )
