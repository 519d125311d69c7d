"""How long do words wait when a platform is read by a schedule?

Three schedules read the same streams under the same limit: the desk's own
(`inbox.pacing`), one in turn at even distances, and one that knows every rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.town import ENDS, MEASURED_FROM, STARTS
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


Read = Callable[[datetime], Sequence[datetime]]
Rate = Callable[[datetime], float]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a call reads: since when it is there, what is new in it, its true rate."""

    begins: datetime
    fresh_at: datetime | None
    read: Read
    an_hour: Rate = _unknown
    stream: Stream = STREAM


@dataclass(slots=True)
class Outcome:
    """What a schedule made of the measured hours, all in seconds."""

    waits: list[float] = field(default_factory=list)
    calls: int = 0
    longest_rest: float = 0.0

    def add(self, at: datetime, came: Sequence[datetime], last: datetime) -> None:
        """Count one call."""
        self.waits += [(at - each).total_seconds() for each in came if each >= MEASURED_FROM]
        if at >= MEASURED_FROM:
            self.calls += 1
            self.longest_rest = max(self.longest_rest, (at - last).total_seconds())


class Platform:
    """Allows so many calls in each hour and tells what is left, as X's headers do."""

    def __init__(self) -> None:
        self._left, self._ends = CALLS, STARTS + WINDOW

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


def in_turn(sources: Sequence[Source], calls: int) -> Outcome:
    """Read every source in turn, so many calls in the measured hours, evenly."""
    outcome, rest = Outcome(), (ENDS - MEASURED_FROM) / calls
    last = [max(STARTS, each.begins) for each in sources]
    at, turn = STARTS, 0
    while at < ENDS:
        turn = _next_there(sources, turn, at)
        outcome.add(at, sources[turn].read(at), last[turn])
        last[turn] = at
        at += rest
    return outcome


def budgeted(sources: Sequence[Source], platform: Platform | None) -> Outcome:
    """Read as the desk does, on a platform that tells its limit or one that tells nothing."""
    rhythms = [_begin(each) for each in sources]

    def due(at: datetime) -> list[datetime]:
        there = {str(n): Paced(sources[n].stream, rhythms[n]) for n in _there(sources, at)}
        return [each.due_at for each in plan(there, at).values()]

    def learn(number: int, at: datetime, came: Sequence[datetime]) -> None:
        budget = platform.call(at) if platform else None
        rhythms[number] = rhythms[number].after_poll(at, came=came, calls=1, budget=budget)

    return _run(sources, due, learn)


def all_knowing(sources: Sequence[Source]) -> Outcome:
    """Read by the true rates of the moment, without a bound for quiet sources."""
    last = [max(STARTS, each.begins) for each in sources]
    platform = Platform()

    def due(at: datetime) -> list[datetime]:
        there = _there(sources, at)
        given = purse(ALLOWANCE, platform.budget(at), spent=0.0, at=at)
        rests = share([_demand(sources[n], at) for n in there], given.calls_an_hour)
        opens = given.closed_until or at
        return [max(last[n] + rest, opens) for n, rest in zip(there, rests, strict=True)]

    def learn(number: int, at: datetime, _came: Sequence[datetime]) -> None:
        platform.call(at)
        last[number] = at

    return _run(sources, due, learn)


def _run(
    sources: Sequence[Source],
    due: Callable[[datetime], list[datetime]],
    learn: Callable[[int, datetime, Sequence[datetime]], None],
) -> Outcome:
    outcome, at = Outcome(), STARTS
    last = [max(STARTS, each.begins) for each in sources]
    while at < ENDS:
        times = due(at)
        moment, number = min(zip(times, _there(sources, at), strict=True))
        # Something that appears meanwhile changes the plan.
        coming = min((s.begins for s in sources if s.begins > at), default=ENDS)
        if coming < moment:
            at = coming
            continue
        at = max(moment, at + BREATH)
        came = sources[number].read(at)
        outcome.add(at, came, last[number])
        last[number] = at
        learn(number, at, came)
    return outcome


def _begin(source: Source) -> Rhythm:
    read_at = max(STARTS, source.begins)
    return Rhythm(arrivals=Arrivals(read_at=read_at, fresh_at=source.fresh_at))


def _there(sources: Sequence[Source], at: datetime) -> list[int]:
    return [number for number, source in enumerate(sources) if source.begins <= at]


def _next_there(sources: Sequence[Source], turn: int, at: datetime) -> int:
    there = _there(sources, at)
    return next((number for number in there if number > turn), there[0])


def _demand(source: Source, at: datetime) -> Demand:
    return Demand(an_hour=max(source.an_hour(at), 1e-9), fastest=FASTEST, slowest=NEVER)
