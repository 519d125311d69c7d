"""How often does something arrive in a stream, as far as its polls have shown?

Arrivals and the time watched are counted over several memories, each fading at its
own speed. The estimate starts from what is usual, and each memory, the longest
first, draws it towards what it has seen: a short one makes an outbreak count within
minutes, a long one keeps an hour's silence from looking like the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

SECONDS_AN_HOUR = 3600.0
# A day, four hours, half an hour, five minutes; in hours, like all that is reckoned here.
MEMORIES = (24.0, 4.0, 1 / 2, 1 / 12)
# How long a memory must have watched, in its own length, to weigh as much as what it began with.
CAUTION = 1.0

# What is usual (docs/pacing.md): a post draws most of its comments in its first hours,
# and no stream is ever thought dead.
QUIET_AN_HOUR = 0.05
FRESH_AN_HOUR = 6.0
FRESH_HOURS = 2.0
FADING = 1.2
LEAST_AN_HOUR = 0.01

UNSEEN = (0.0,) * len(MEMORIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What a stream has brought up to `read_at`.

    `fresh_at` is when its newest post appeared, `base` how many an hour came before that.
    """

    read_at: datetime
    fresh_at: datetime | None = None
    base: float = QUIET_AN_HOUR
    counts: tuple[float, ...] = UNSEEN
    watched: tuple[float, ...] = UNSEEN

    def then(self, at: datetime, came: Iterable[datetime]) -> Arrivals:
        """Take in a poll at `at`, and when what it brought was said (UTC)."""
        span = _hours(self.read_at, at)
        ages = [_hours(moment, at) for moment in came]
        faded = [math.exp(-span / memory) for memory in MEMORIES]
        return replace(
            self,
            read_at=max(self.read_at, at),
            counts=tuple(
                count * kept + sum(math.exp(-age / memory) for age in ages)
                for memory, count, kept in zip(MEMORIES, self.counts, faded, strict=True)
            ),
            watched=tuple(
                hours * kept + memory * (1 - kept)
                for memory, hours, kept in zip(MEMORIES, self.watched, faded, strict=True)
            ),
        )

    def refreshed(self, fresh_at: datetime) -> Arrivals:
        """Take in that a post has appeared: earlier silence tells nothing about it."""
        if self.fresh_at and fresh_at <= self.fresh_at:
            return self
        base = self.an_hour(self.read_at)
        return replace(self, fresh_at=fresh_at, base=base, counts=UNSEEN, watched=UNSEEN)

    def an_hour(self, at: datetime) -> float:
        """Estimate how many arrive an hour at a moment; never 0."""
        unread = _hours(self.read_at, at)
        estimate = self.base + _for_fresh(at, self.fresh_at)
        for memory, count, hours in zip(MEMORIES, self.counts, self.watched, strict=True):
            kept, caution = math.exp(-unread / memory), CAUTION * memory
            estimate = (count * kept + estimate * caution) / (hours * kept + caution)
        return max(estimate, LEAST_AN_HOUR)


def _for_fresh(at: datetime, fresh_at: datetime | None) -> float:
    if fresh_at is None:
        return 0.0
    age = _hours(fresh_at, at) / FRESH_HOURS
    return float(FRESH_AN_HOUR * (1 + age) ** -FADING)


def _hours(start: datetime, end: datetime) -> float:
    """Say how long it is from one moment to another; clocks that disagree make it nothing."""
    return max((end - start).total_seconds() / SECONDS_AN_HOUR, 0.0)
