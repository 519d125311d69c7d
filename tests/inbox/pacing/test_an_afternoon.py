"""Whole hours of polling, as `inbox.timetable` does it, with a clock that leaps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from connectors.pages import Budget
from connectors.streams import Allowance, Stream
from connectors.words import Kind
from inbox.pacing.planning import Paced, plan
from inbox.pacing.rhythm import Rhythm

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, LIMIT, REPLIES = timedelta(hours=1), 60, 6
STREAM = Stream(
    kind=Kind.COMMENT,
    interval=timedelta(minutes=12),
    fastest=timedelta(seconds=10),
    allowance=Allowance(name="calls", calls=LIMIT, window=HOUR),
)
RATES = {"busy": 120.0, "brisk": 12.0, "calm": 2.0, "quiet": 0.1, "silent": 0.0}


class Afternoon:
    """Five streams read until six o'clock, on a platform that tells what is left or nothing."""

    def __init__(self, seed: int, *, tells: bool) -> None:
        self.chance = Random(seed)  # noqa: S311 - chance, not secrecy
        self.tells = tells
        self.calls: list[datetime] = []
        self.polls: dict[str, list[datetime]] = {name: [NOON] for name in RATES}
        self._rhythms = {name: Rhythm.new(NOON) for name in RATES}
        at = NOON
        while at < NOON + 6 * HOUR:
            at = self._next(at)

    def _next(self, at: datetime) -> datetime:
        decided = plan({name: Paced(STREAM, kept) for name, kept in self._rhythms.items()}, at)
        name = min(decided, key=lambda each: decided[each].due_at)
        at = decided[name].due_at
        self.calls.append(at)
        came = self._came(name, at)
        self._rhythms[name] = self._rhythms[name].after_poll(
            at, came=came, calls=1, budget=self._budget(at)
        )
        self.polls[name].append(at)
        return at

    def _came(self, name: str, at: datetime) -> list[datetime]:
        last, times = self.polls[name][-1], []
        while RATES[name] and (last := last + HOUR * self.chance.expovariate(RATES[name])) < at:
            times.append(last)
        return times

    def in_hour(self, at: datetime) -> int:
        """Calls and replies of the window that a moment is in."""
        begins = at - (at - NOON) % HOUR
        return REPLIES + sum(begins <= each < begins + HOUR for each in self.calls)

    def _budget(self, at: datetime) -> Budget | None:
        ends = at - (at - NOON) % HOUR + HOUR
        return (
            Budget(remaining=LIMIT - self.in_hour(at), limit=LIMIT, resets_at=ends)
            if self.tells
            else None
        )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("tells", [True, False])
def test_a_platform_is_never_asked_too_often_and_no_stream_waits_beyond_its_bound(
    seed: int,
    tells: bool,  # noqa: FBT001 - the two kinds of platform
) -> None:
    afternoon = Afternoon(seed, tells=tells)

    assert max(afternoon.in_hour(at) for at in afternoon.calls) <= LIMIT
    polls = {name: len(times) for name, times in afternoon.polls.items()}
    assert polls["busy"] > 2 * polls["calm"] >= 2 * polls["silent"]
    if not tells:
        for times in afternoon.polls.values():
            rests = [later - earlier for earlier, later in pairwise(times)]
            assert max(rests) <= STREAM.interval
