"""Which sources of messages does an account have, and how often may each be read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from connectors.phrases import Phrase
from connectors.words import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many calls we plan in a window while the platform tells nothing else.

    Streams of an account that have the same allowance spend it together.
    """

    name: str
    calls: int
    window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One source of messages within an account, polled on its own clock.

    `interval` is the longest rest between two polls, `fastest` the shortest while people
    are talking. Without an allowance a stream is always read after its interval.
    """

    kind: Kind
    interval: timedelta
    fastest: timedelta | None = None
    allowance: Allowance | None = None


LIVE_COMMENTS = "live_comments:"
_NAMES = {
    "comments": Phrase("Comments"),
    "messages": Phrase("Direct messages"),
    "live": Phrase("Whether something is live"),
    "visitor_posts": Phrase("Posts by visitors"),
    "tagged_posts": Phrase("Posts that tag us"),
    "tagged_media": Phrase("Pictures that tag us"),
    "ad_comments": Phrase("Comments on ads"),
    "mentions": Phrase("Mentions"),
    "own_posts": Phrase("Our own posts"),
    "thread_replies": Phrase("Replies in threads"),
    "quotes": Phrase("Quotes"),
}


def named(name: str) -> str:
    """Say what a stream brings."""
    if name.startswith(LIVE_COMMENTS):
        return Phrase("A live video")
    return _NAMES[name]
