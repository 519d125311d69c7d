"""What do people write under 120 posts of a town, and when?"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from bench.readers import Span

HOUR = timedelta(hours=1)
STARTS = datetime(2026, 1, 5, tzinfo=UTC)
MEASURED_FROM = STARTS + timedelta(hours=6)
ENDS = STARTS + timedelta(hours=24)
DAY = Span(STARTS, MEASURED_FROM, ENDS)
POSTS = 120
BETWEEN_POSTS = timedelta(hours=4)
USUAL_COMMENTS, VIRAL_COMMENTS = 25, 1_500
LINGERING = 0.15
FOR_EVER = 1e5


@dataclass(frozen=True, slots=True)
class Wave:
    """Comments that begin at a moment and fade: evenly, or first fast and then ever slower."""

    begins: datetime
    comments: float
    hours: float
    slows: float | None = None

    def an_hour(self, at: datetime) -> float:
        """How many comments an hour it brings at a moment: the truth that nobody is told."""
        age = (at - self.begins) / HOUR / self.hours
        if age < 0:
            return 0.0
        if self.slows is None:
            return float(self.comments / self.hours * math.exp(-age))
        return self.comments * self.slows / self.hours / float((1 + age) ** (self.slows + 1))

    def draw(self, chance: Random) -> Iterable[datetime]:
        """Say when its comments are made."""
        for _ in range(_poisson(self.comments, chance)):
            yield self.begins + HOUR * self.hours * self._age(chance)

    def _age(self, chance: Random) -> float:
        if self.slows is None:
            return chance.expovariate(1.0)
        age = float((1 - chance.random()) ** (-1 / self.slows) - 1)
        return min(age, FOR_EVER)


@dataclass(slots=True)
class Post:
    """One post with its comments in order, of which the first `read` are at the desk."""

    published_at: datetime
    waves: list[Wave]
    comments: list[datetime] = field(default_factory=list)
    read: int = 0

    def an_hour(self, at: datetime) -> float:
        """How many comments an hour it gets at a moment."""
        return sum(wave.an_hour(at) for wave in self.waves)

    def take(self, at: datetime) -> Sequence[datetime]:
        """Read what was not read before."""
        before, self.read = self.read, bisect_right(self.comments, at)
        return self.comments[before : self.read]


def posts(chance: Random, *, viral: str, slows: float | None = None) -> list[Post]:
    """Make 120 posts, the newest first, some of them still to come when the day begins.

    `viral` is `fresh` (a new post), `old` (one that nobody cared for any more) or `none`.
    """
    made = [_post(rank, chance, slows) for rank in range(POSTS)]
    if viral != "none":
        _go_viral(made, viral, chance, slows)
    for post in made:
        post.comments = sorted(at for wave in post.waves for at in wave.draw(chance))
        post.take(STARTS)
    return made


def _post(rank: int, chance: Random, slows: float | None) -> Post:
    published_at = ENDS - BETWEEN_POSTS * (rank + chance.random())
    comments = USUAL_COMMENTS * chance.lognormvariate(0, 1.2)
    if slows:
        return Post(published_at, [Wave(published_at, comments, 0.5, slows)])
    hours = 4 * chance.lognormvariate(0, 0.5)
    first = Wave(published_at, comments * (1 - LINGERING), hours)
    return Post(published_at, [first, Wave(published_at, comments * LINGERING, hours * 20)])


def _go_viral(made: list[Post], viral: str, chance: Random, slows: float | None) -> None:
    begins = MEASURED_FROM + HOUR * (1 + 8 * chance.random())
    if viral == "fresh":
        post = min(made, key=lambda each: abs(each.published_at - begins))
        begins = post.published_at
    else:
        post = chance.choice(made[20:60])
    post.waves.append(Wave(begins, VIRAL_COMMENTS, 1.0 if slows else 3.0, slows and 2 * slows))


def _poisson(mean: float, chance: Random) -> int:
    events, left = 0, mean
    while (left := left - chance.expovariate(1.0)) > 0:
        events += 1
    return events
