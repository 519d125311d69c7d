"""What comes in each stream of an account while the sandbox plays a scenario?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.readers import Source, Span
from connectors.registry import CONNECTORS
from connectors.streams import Allowance, Stream
from connectors.words import Kind
from sandbox import scripts
from sandbox.scenario import EVERY

BEGINS = datetime(2026, 1, 5, 12, tzinfo=UTC)
WATCHED_BEFORE, READ_AFTER = timedelta(hours=2), timedelta(minutes=10)
# Whoever knows the rates knows how many come from so long before a moment to so long after.
AROUND = timedelta(minutes=2.5)
LIVE = Kind.LIVE_COMMENT.value

Group = tuple[Allowance | None, list[Source]]


@dataclass(slots=True)
class Words:
    """What comes in one stream, in order, and the posts that it stands under."""

    moments: list[datetime] = field(default_factory=list)
    published: list[datetime | None] = field(default_factory=list)
    read: int = 0

    def take(self, at: datetime) -> Sequence[datetime]:
        """Read what was not read before."""
        before, self.read = self.read, bisect_right(self.moments, at)
        return self.moments[before : self.read]

    def newest(self) -> datetime | None:
        """Say when the newest post was published of which something was read."""
        return max((at for at in self.published[: self.read] if at), default=None)

    def an_hour(self, at: datetime) -> float:
        """Say how many an hour come around a moment."""
        first, last = (bisect_left(self.moments, at + side) for side in (-AROUND, AROUND))
        return (last - first) / (2 * AROUND / timedelta(hours=1))


@dataclass(slots=True)
class Broadcast:
    """A live video, and when a schedule found it."""

    begins: datetime
    words: Words
    found_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One of the department's profiles in one scenario."""

    name: str
    profile: str
    span: Span

    def groups(self) -> Iterator[Group]:
        """Give the streams anew, those of one allowance together; broadcasts when they are found.

        So the groups have to be read in order, each before the next is asked for.
        """
        connector = CONNECTORS[self.profile]
        told = _told(self.name, self.profile)
        broadcasts = list(_broadcasts(told))
        streams = _by_allowance(connector.streams.values())
        for allowance in sorted(streams, key=lambda each: each is None):
            yield allowance, list(self._sources(streams[allowance], told, broadcasts))
        found = [each for each in broadcasts if each.found_at]
        if connector.live and found:
            yield None, [_watched(each, connector.live) for each in found]

    def _sources(
        self, streams: Sequence[Stream], told: Sequence[_Line], broadcasts: Sequence[Broadcast]
    ) -> Iterator[Source]:
        all_streams = list(CONNECTORS[self.profile].streams.values())
        for stream in streams:
            if stream.kind == LIVE:
                yield _looked_for(broadcasts, stream, self.span.starts)
                continue
            is_first = next(each for each in all_streams if each.kind == stream.kind) is stream
            words = _words(told, stream.kind.value) if is_first else Words()
            yield Source(
                self.span.starts,
                None,
                words.take,
                words.an_hour,
                stream=stream,
                newest=words.newest,
            )


@dataclass(frozen=True, slots=True)
class _Line:
    at: datetime
    facts: dict[str, Any]
    post_at: datetime | None


def scenes(earlier: timedelta) -> Iterator[Scene]:
    """List every profile in every scenario in which somebody speaks to it.

    Reading has begun two hours before the first words, and so much `earlier`.
    """
    for name in scripts.names():
        times = [line.at for line in _told(name, None)]
        first, last = min(times), max(times)
        span = Span(first - WATCHED_BEFORE - earlier, first, last + READ_AFTER)
        for profile in CONNECTORS:
            if any("kind" in line.facts for line in _told(name, profile)):
                yield Scene(name, profile, span)


def _told(name: str, profile: str | None) -> list[_Line]:
    script = scripts.script(name)
    published: dict[str, datetime] = {}
    found = []
    for number, facts in enumerate((*script.opening, *script.later)):
        at = _moment(facts, number - len(script.opening))
        if "ref" in facts and "kind" not in facts:
            published[facts["ref"]] = at
        # What the department says itself waits for nobody, and posts of a day ago are no news.
        is_theirs = not facts.get("as_department") and ("kind" in facts or "minute" in facts)
        if is_theirs and profile in (None, facts.get("profile")):
            found.append(_Line(at, facts, published.get(facts.get("post", ""))))
    return found


def _moment(facts: dict[str, Any], number: int) -> datetime:
    if "minutes_ago" in facts:
        return BEGINS - timedelta(minutes=facts["minutes_ago"])
    if "minute" in facts:
        return BEGINS + timedelta(minutes=facts["minute"])
    return BEGINS + EVERY * (number + 1)


def _words(told: Sequence[_Line], kind: str) -> Words:
    mine = sorted(
        (line for line in told if line.facts.get("kind") == kind), key=lambda line: line.at
    )
    return Words([line.at for line in mine], [line.post_at for line in mine])


def _broadcasts(told: Sequence[_Line]) -> Iterator[Broadcast]:
    for line in told:
        if line.facts.get("do") == "go_live":
            said = [each for each in told if each.facts.get("post") == line.facts["ref"]]
            yield Broadcast(line.at, _words(said, LIVE))


def _by_allowance(streams: Iterable[Stream]) -> dict[Allowance | None, list[Stream]]:
    found: dict[Allowance | None, list[Stream]] = {}
    for stream in streams:
        found.setdefault(stream.allowance, []).append(stream)
    return found


def _looked_for(broadcasts: Sequence[Broadcast], stream: Stream, starts: datetime) -> Source:
    """Let a call find what is on the air. Whoever knows the rates knows what waits for that."""

    def look(at: datetime) -> Sequence[datetime]:
        for each in broadcasts:
            if each.begins <= at and each.found_at is None:
                each.found_at = at
        return ()

    def an_hour(at: datetime) -> float:
        near = (each for each in broadcasts if each.begins - AROUND <= at and not each.found_at)
        return sum(each.words.an_hour(each.begins + AROUND) for each in near)

    return Source(starts, None, look, an_hour, stream=stream)


def _watched(broadcast: Broadcast, stream: Stream) -> Source:
    assert broadcast.found_at, "found before it is read"
    return Source(broadcast.found_at, None, broadcast.words.take, stream=stream)
