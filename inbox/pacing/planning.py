"""When is each stream of an account read next?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.pages import Budget
from connectors.streams import Allowance, Stream
from inbox.pacing.purse import Purse, purse
from inbox.pacing.rhythm import Rhythm
from inbox.pacing.sharing import Demand, share


@dataclass(frozen=True, slots=True)
class Paced:
    """A stream and what pacing remembers of it."""

    stream: Stream
    rhythm: Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """When a stream is due, and all that this rests on (`words.reason` says it)."""

    due_at: datetime
    rest: timedelta
    stream: Stream
    an_hour: float
    purse: Purse | None = None

    @property
    def purse_is_closed(self) -> bool:
        """Whether nothing may be spent on reading now."""
        return self.purse is not None and self.purse.closed_until is not None


def plan(streams: Mapping[str, Paced], at: datetime) -> dict[str, Decision]:
    """Decide for all streams of an account at once: those of one allowance share its calls."""
    decided: dict[str, Decision] = {}
    for allowance, names in _by_allowance(streams).items():
        members = [streams[name] for name in names]
        made = [_usual(one, at) for one in members]
        if allowance:
            made = _shared(members, allowance, at)
        decided.update(zip(names, made, strict=True))
    return decided


def _by_allowance(streams: Mapping[str, Paced]) -> dict[Allowance | None, list[str]]:
    found: dict[Allowance | None, list[str]] = {}
    for name, paced in streams.items():
        found.setdefault(paced.stream.allowance, []).append(name)
    return found


def _usual(paced: Paced, at: datetime) -> Decision:
    rest = paced.stream.interval
    an_hour = paced.rhythm.arrivals.an_hour(at)
    return Decision(due_at=_due(paced, rest, at), rest=rest, stream=paced.stream, an_hour=an_hour)


def _shared(members: Sequence[Paced], allowance: Allowance, at: datetime) -> list[Decision]:
    spent = sum(one.rhythm.spent_by(at) for one in members)
    given = purse(allowance, _latest(members), spent=spent, at=at)
    rates = [one.rhythm.arrivals.an_hour(at) for one in members]
    demands = [_demand(one, rate) for one, rate in zip(members, rates, strict=True)]
    rests = share(demands, given.calls_an_hour)
    opens = given.closed_until or at
    return [
        Decision(
            due_at=max(_due(one, rest, at), opens),
            rest=rest,
            stream=one.stream,
            an_hour=rate,
            purse=given,
        )
        for one, rate, rest in zip(members, rates, rests, strict=True)
    ]


def _demand(paced: Paced, an_hour: float) -> Demand:
    stream = paced.stream
    return Demand(
        an_hour=an_hour,
        fastest=stream.fastest or stream.interval,
        slowest=stream.interval,
        calls=paced.rhythm.cost,
    )


def _latest(members: Iterable[Paced]) -> Budget | None:
    told = [(one.rhythm.told_at, one.rhythm.budget) for one in members if one.rhythm.told_at]
    return max(told, key=lambda each: each[0])[1] if told else None


def _due(paced: Paced, rest: timedelta, at: datetime) -> datetime:
    return max(paced.rhythm.arrivals.read_at + rest, at)
