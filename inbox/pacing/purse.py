"""How fast may an allowance be spent on reading, as the platform's headers tell?

A tenth is always kept for sending and for looking up what became of a reply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from connectors.pages import Budget
from connectors.streams import Allowance

HOUR = timedelta(hours=1)
RESERVE = 0.1
# Slow down at 75 percent of a quota, stop at 95: docs/platforms.md 3.2.
SLOW_FROM, STOP_AT = 0.75, 0.95
# Overdrawn, we still look now and then: only an answer tells that calls are left again.
LEAST = 0.05
PAYING_BACK = 3.0
# A stream that turns busy is read sooner than was planned for; where nothing tells how many
# calls are left, room for that is left beforehand.
UNTOLD = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """Calls an hour that may be spent, and until when none may be."""

    calls_an_hour: float
    budget: Budget | None = None
    closed_until: datetime | None = None


def purse(allowance: Allowance, budget: Budget | None, *, spent: float, at: datetime) -> Purse:
    """Say how fast to spend. `spent` is what was spent on reading in the last hour.

    A budget whose window has ended tells nothing any more.
    """
    if budget is None or (budget.resets_at and budget.resets_at <= at):
        return Purse(calls_an_hour=_by_plan(allowance, spent))
    if budget.in_percent:
        return _by_percent(allowance, budget, spent)
    return _by_window(allowance, budget, at)


def _planned(allowance: Allowance) -> float:
    return allowance.calls * (1 - RESERVE) * (HOUR / allowance.window)


def _by_plan(allowance: Allowance, spent: float) -> float:
    """Spend evenly; after a long walk through older pages, less until it is paid back."""
    planned = _planned(allowance) * UNTOLD
    overspent = max(spent - planned, 0.0)
    return max(planned - PAYING_BACK * overspent, planned * LEAST)


def _by_window(allowance: Allowance, budget: Budget, at: datetime) -> Purse:
    left = budget.remaining - ceil(budget.limit * RESERVE)
    ends = budget.resets_at or at + allowance.window
    if left < 1:
        return Purse(calls_an_hour=_planned(allowance), budget=budget, closed_until=ends)
    return Purse(calls_an_hour=left * (HOUR / (ends - at)), budget=budget)


def _by_percent(allowance: Allowance, budget: Budget, spent: float) -> Purse:
    """Grow with a quota that proves to be large, brake as it is used up.

    The share is told in whole percent, so the quota is at least what was spent
    over one percent more than the share told.
    """
    used = 1 - budget.remaining / budget.limit
    if budget.resets_at:
        ends = budget.resets_at
        return Purse(calls_an_hour=_planned(allowance), budget=budget, closed_until=ends)
    at_least = spent / (used + 1 / budget.limit)
    pace = max(_planned(allowance), SLOW_FROM * at_least)
    brake = min(1.0, (STOP_AT - used) / (STOP_AT - SLOW_FROM))
    return Purse(calls_an_hour=pace * max(brake, LEAST), budget=budget)
