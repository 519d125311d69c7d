"""Why is a stream read when it is, in words for the person who asks?"""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.pages import Budget
from inbox.pacing.planning import Decision
from inbox.pacing.purse import Purse

UNITS = ((1 / 60, "a minute"), (1.0, "an hour"), (24.0, "a day"))
SEVERAL = 2
SPANS = ((timedelta(hours=1), "h"), (timedelta(minutes=1), "min"), (timedelta(seconds=1), "s"))
NEAR = 1.01


def reason(decision: Decision) -> str:
    """Say why, as in "every 12 s: about 4 messages a minute, 140 of 200 calls left"."""
    limit = _purse(decision.purse) if decision.purse else "at its own pace"
    return f"every {span(decision.rest)}{_bound(decision)}: {_rate(decision.an_hour)}, {limit}"


def failure(retry_at: datetime, at: datetime, failures: int, problem: str) -> str:
    """Say why a stream rests after a poll that failed."""
    times = "once" if failures == 1 else f"{failures} times in a row"
    return f"again in {span(retry_at - at)}: failed {times} ({problem})"


def override(rest: timedelta) -> str:
    """Say that somebody set the pace by hand."""
    return f"every {span(rest)}: HEARBACK_POLL_SECONDS says so"


def span(length: timedelta) -> str:
    """Write a length of time in the largest unit that keeps it whole enough to compare."""
    for unit, name in SPANS:
        if length >= 2 * unit:
            return f"{length / unit:.0f} {name}"
    return f"{length / timedelta(seconds=1):.1f} s"


def _bound(decision: Decision) -> str:
    stream, rest = decision.stream, decision.rest
    if stream.allowance is None:
        return ""
    if rest > stream.interval * NEAR:
        return f" instead of {span(stream.interval)}, for want of calls"
    if rest * NEAR >= stream.interval:
        return ", as seldom as we let it"
    if stream.fastest and rest <= stream.fastest * NEAR:
        return ", as often as we may"
    return ""


def _rate(an_hour: float) -> str:
    for hours, unit in UNITS:
        if an_hour * hours >= SEVERAL:
            return f"about {an_hour * hours:.0f} messages {unit}"
    return "hardly any messages"


def _purse(purse: Purse) -> str:
    if purse.closed_until:
        return f"the calls left until {purse.closed_until:%H:%M} UTC are kept for answers"
    if purse.budget:
        return _budget(purse.budget)
    return f"{purse.calls_an_hour:.0f} calls an hour planned, as no limit is told"


def _budget(budget: Budget) -> str:
    if budget.in_percent:
        return f"{budget.remaining} % of the calls left"
    until = f" until {budget.resets_at:%H:%M} UTC" if budget.resets_at else ""
    return f"{budget.remaining} of {budget.limit} calls left{until}"
