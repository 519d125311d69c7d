"""What does one call read: a post, a page of the feed, or an account's stream in a scenario?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bench.readers import Source
from bench.town import ENDS, STARTS, Post
from connectors.registry import CONNECTORS
from sandbox.scripts import FOLDER

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


def scenarios() -> Iterator[tuple[str, Callable[[], list[Source]]]]:
    """Give what each profile gets in the scenarios of the sandbox that say when."""
    for file in sorted(FOLDER.glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8")).get("sayings", ())
        timed = [line for line in said if "minutes_ago" in line]
        for profile in sorted({line["profile"] for line in timed}):
            yield f"{file.stem}, {profile}", partial(_streams, profile, timed)


def _streams(profile: str, said: Sequence[dict[str, Any]]) -> list[Source]:
    """Make the account's streams, as its connector names and bounds them."""
    streams = CONNECTORS[profile].streams.values()
    return [
        Source(STARTS, None, Post(STARTS, [], times).take, stream=stream)
        for times, stream in zip(_times(profile, said), streams, strict=True)
    ]


def _times(profile: str, said: Sequence[dict[str, Any]]) -> Iterator[list[datetime]]:
    """Say when something comes in each stream: the first of a kind gets all of it."""
    mine = [line for line in said if line["profile"] == profile]
    taken: set[str] = set()
    for stream in CONNECTORS[profile].streams.values():
        is_first = stream.kind not in taken
        taken.add(stream.kind)
        yield sorted(_moment(line) for line in mine if is_first and line["kind"] == stream.kind)


def _moment(line: dict[str, Any]) -> datetime:
    return ENDS - timedelta(minutes=line["minutes_ago"])
