"""How long do words wait when a platform is read by a schedule?

Three schedules read the same streams under the same limit: the desk's own
(`inbox.pacing`), one in turn at even distances, and one that knows every rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.pages import Budget
from connectors.streams import Allowance, Stream
from connectors.words import Kind
from inbox.pacing.arrivals import Arrivals
from inbox.pacing.planning import Paced, plan
from inbox.pacing.purse import purse
from inbox.pacing.rhythm import Rhythm
from inbox.pacing.sharing import Demand, share

WINDOW = timedelta(hours=1)
CALLS = 200
FASTEST, SLOWEST = timedelta(seconds=5), timedelta(hours=4)
NEVER = timedelta(days=365)
ALLOWANCE = Allowance(name="the town", calls=CALLS, window=WINDOW)
"""What the town's platform allows. Whoever reads a scenario has the connectors' allowances."""
STREAM = Stream(
    kind=Kind.COMMENT,
    interval=SLOWEST,
    fastest=FASTEST,
    allowance=ALLOWANCE,
)
BREATH = timedelta(seconds=1)
# A stream whose rest ends may still wait for the call before it.
TOLERANCE = 1.01


def _unknown(_at: datetime) -> float:
    return 0.0


def _unseen() -> None:
    return None


Read = Callable[[datetime], Sequence[datetime]]
Rate = Callable[[datetime], float]


@dataclass(frozen=True, slots=True)
class Span:
    """When reading begins, from when on it is measured, and when it ends."""

    starts: datetime
    measured_from: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a call reads: since when it is there, what is new in it, its true rate.

    `newest` tells when the newest post was published of which something was read.
    """

    begins: datetime
    fresh_at: datetime | None
    read: Read
    an_hour: Rate = _unknown
    stream: Stream = STREAM
    newest: Callable[[], datetime | None] = _unseen


@dataclass(slots=True)
class Outcome:
    """What a schedule made of the measured hours, all in seconds.

    `beyond` is how long at most a stream rested beyond its bound.
    """

    measured_from: datetime
    waits: list[float] = field(default_factory=list)
    calls: int = 0
    longest_rest: float = 0.0
    beyond: float = 0.0

    def add(self, at: datetime, came: Sequence[datetime], last: datetime, stream: Stream) -> None:
        """Count one call."""
        self.waits += [(at - each).total_seconds() for each in came if each >= self.measured_from]
        if at >= self.measured_from:
            rest = at - last
            self.calls += 1
            self.longest_rest = max(self.longest_rest, rest.total_seconds())
            self.beyond = max(self.beyond, (rest - stream.interval).total_seconds())

    def take_in(self, other: Outcome) -> None:
        """Count another outcome as well."""
        self.waits += other.waits
        self.calls += other.calls
        self.longest_rest = max(self.longest_rest, other.longest_rest)
        self.beyond = max(self.beyond, other.beyond)


class Platform:
    """Allows so many calls in each hour and tells what is left, as X's headers do."""

    def __init__(self, starts: datetime) -> None:
        self._left, self._ends = CALLS, starts + WINDOW

    def budget(self, at: datetime) -> Budget:
        """Say what is left now."""
        while at >= self._ends:
            self._left, self._ends = CALLS, self._ends + WINDOW
        return Budget(remaining=self._left, limit=CALLS, resets_at=self._ends)

    def call(self, at: datetime) -> Budget:
        """Count a call. It must never be one too many."""
        assert self.budget(at).remaining > 0, "a call too many"
        self._left -= 1
        return self.budget(at)


def in_turn(sources: Sequence[Source], span: Span, calls: int) -> Outcome:
    """Read every source in turn, so many calls in the measured hours, evenly."""
    outcome, rest = Outcome(span.measured_from), (span.ends - span.measured_from) / calls
    last = [max(span.starts, each.begins) for each in sources]
    at, turn = span.starts, 0
    while at < span.ends:
        turn = _next_there(sources, turn, at)
        outcome.add(at, sources[turn].read(at), last[turn], sources[turn].stream)
        last[turn] = at
        at += rest
    return outcome


def budgeted(sources: Sequence[Source], span: Span, platform: Platform | None) -> Outcome:
    """Read as the desk does, on a platform that tells its limit or one that tells nothing."""
    rhythms = [_begin(each, span) for each in sources]

    def due(at: datetime) -> list[datetime]:
        there = {str(n): Paced(sources[n].stream, rhythms[n]) for n in _there(sources, at)}
        return [each.due_at for each in plan(there, at).values()]

    def learn(number: int, at: datetime, came: Sequence[datetime]) -> None:
        budget = platform.call(at) if platform else None
        rhythms[number] = rhythms[number].after_poll(
            at, came=came, calls=1, budget=budget, fresh_at=sources[number].newest()
        )

    return _run(sources, span, due, learn)


def all_knowing(
    sources: Sequence[Source],
    span: Span,
    platform: Platform | None,
    *,
    slowest: timedelta | None = None,
) -> Outcome:
    """Read by the true rates of the moment, each source within its bounds, or `slowest`."""
    last = [max(span.starts, each.begins) for each in sources]
    allowance = sources[0].stream.allowance or ALLOWANCE

    def due(at: datetime) -> list[datetime]:
        there = _there(sources, at)
        given = purse(allowance, platform.budget(at) if platform else None, spent=0.0, at=at)
        rests = share([_demand(sources[n], at, slowest) for n in there], given.calls_an_hour)
        opens = given.closed_until or at
        return [max(last[n] + rest, opens) for n, rest in zip(there, rests, strict=True)]

    def learn(number: int, at: datetime, _came: Sequence[datetime]) -> None:
        if platform:
            platform.call(at)
        last[number] = at

    return _run(sources, span, due, learn)


def _run(
    sources: Sequence[Source],
    span: Span,
    due: Callable[[datetime], list[datetime]],
    learn: Callable[[int, datetime, Sequence[datetime]], None],
) -> Outcome:
    outcome, at = Outcome(span.measured_from), span.starts
    last = [max(span.starts, each.begins) for each in sources]
    while at < span.ends:
        times = due(at)
        moment, number = min(zip(times, _there(sources, at), strict=True), default=(span.ends, 0))
        # Something that appears meanwhile changes the plan.
        coming = min((s.begins for s in sources if s.begins > at), default=span.ends)
        if coming < moment:
            at = coming
            continue
        at = max(moment, at + BREATH)
        came = sources[number].read(at)
        outcome.add(at, came, last[number], sources[number].stream)
        last[number] = at
        learn(number, at, came)
    return outcome


def _begin(source: Source, span: Span) -> Rhythm:
    read_at = max(span.starts, source.begins)
    return Rhythm(arrivals=Arrivals(read_at=read_at, fresh_at=source.fresh_at))


def _there(sources: Sequence[Source], at: datetime) -> list[int]:
    return [number for number, source in enumerate(sources) if source.begins <= at]


def _next_there(sources: Sequence[Source], turn: int, at: datetime) -> int:
    there = _there(sources, at)
    return next((number for number in there if number > turn), there[0])


def _demand(source: Source, at: datetime, slowest: timedelta | None) -> Demand:
    stream = source.stream
    return Demand(
        an_hour=max(source.an_hour(at), 1e-9),
        fastest=stream.fastest or stream.interval,
        slowest=slowest or stream.interval,
    )
