"""Which sources of messages does an account have, and how often may each be read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

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
