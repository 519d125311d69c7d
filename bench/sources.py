"""What does one call read of a town: a post, or a page of the feed?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bench.readers import Source
from bench.town import STARTS, Post

PAGE = 25


def each_post(posts: Sequence[Post]) -> list[Source]:
    """Let a call read one post."""
    return [
        Source(max(STARTS, post.published_at), post.published_at, post.take, post.an_hour)
        for post in posts
    ]


def feed_pages(posts: Sequence[Post]) -> list[Source]:
    """Let a call read a page of the feed: what is new under 25 posts, the newest first."""
    return [_page(posts, number) for number in range(len(posts) // PAGE + 1)]


def _page(posts: Sequence[Post], number: int) -> Source:
    def members(at: datetime) -> list[Post]:
        published = [post for post in posts if post.published_at <= at]
        return published[number * PAGE : (number + 1) * PAGE]

    def read(at: datetime) -> list[datetime]:
        return sorted(each for post in members(at) for each in post.take(at))

    def an_hour(at: datetime) -> float:
        return sum(post.an_hour(at) for post in members(at))

    return Source(STARTS, None, read, an_hour)
