"""What does pacing remember of one stream from poll to poll?"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.pages import Budget
from inbox.pacing.arrivals import Arrivals

HOUR = timedelta(hours=1)
# A stream not read before is taken to have been watched, in vain, for so long.
WATCHED_BEFORE = timedelta(days=1)
NEWS_OF_COST = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A stream's arrivals, the calls of its last hour, a poll's usual cost, the budget told.

    `told_at` is when the platform told the budget; `failures` counts those in a row.
    """

    arrivals: Arrivals
    spent: float = 0.0
    cost: float = 1.0
    budget: Budget | None = None
    told_at: datetime | None = None
    failures: int = 0

    @classmethod
    def new(cls, at: datetime) -> Rhythm:
        """Begin with a stream that has not been read."""
        return cls(arrivals=Arrivals(read_at=at - WATCHED_BEFORE))

    def after_poll(
        self,
        at: datetime,
        *,
        came: Sequence[datetime],
        calls: int,
        budget: Budget | None = None,
        fresh_at: datetime | None = None,
    ) -> Rhythm:
        """Take in a poll that succeeded: when its news was said, and the calls it took.

        `fresh_at` is when the newest post that it showed was published.
        """
        read = self.after_page(at, came=came, calls=calls, budget=budget)
        if fresh_at:
            read = replace(read, arrivals=read.arrivals.refreshed(fresh_at))
        cost = self.cost + NEWS_OF_COST * (calls - self.cost)
        return replace(read, cost=cost, failures=0)

    def after_page(
        self,
        at: datetime,
        *,
        came: Sequence[datetime],
        calls: int,
        budget: Budget | None = None,
    ) -> Rhythm:
        """Take in one more page of a walk towards older messages."""
        return replace(
            self,
            arrivals=self.arrivals.then(at, came),
            spent=self.spent_by(at) + calls,
            budget=budget or self.budget,
            told_at=at if budget else self.told_at,
        )

    def after_failure(self) -> Rhythm:
        """Take in a poll that failed. Nothing was watched, so no rate changes."""
        return replace(self, failures=self.failures + 1)

    def told(self, budget: Budget, at: datetime) -> Rhythm:
        """Take in what the platform told of its limit."""
        return replace(self, budget=budget, told_at=at)

    def spent_by(self, at: datetime) -> float:
        """Say how many calls the last hour took, older ones fading out of it."""
        return self.spent * math.exp(-max(at - self.arrivals.read_at, timedelta()) / HOUR)

    def written(self) -> str:
        """Write it down."""
        told = {
            "read_at": self.arrivals.read_at.isoformat(),
            "fresh_at": _text(self.arrivals.fresh_at),
            "base": self.arrivals.base,
            "counts": self.arrivals.counts,
            "watched": self.arrivals.watched,
            "spent": self.spent,
            "cost": self.cost,
            "budget": _told(self.budget),
            "told_at": _text(self.told_at),
            "failures": self.failures,
        }
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Rhythm:
        """Read what `written` wrote."""
        told = json.loads(text)
        arrivals = Arrivals(
            read_at=datetime.fromisoformat(told["read_at"]),
            fresh_at=_moment(told["fresh_at"]),
            base=told["base"],
            counts=tuple(told["counts"]),
            watched=tuple(told["watched"]),
        )
        return cls(
            arrivals=arrivals,
            spent=told["spent"],
            cost=told["cost"],
            budget=_budget(told["budget"]),
            told_at=_moment(told["told_at"]),
            failures=told["failures"],
        )


def _told(budget: Budget | None) -> list[Any] | None:
    if budget is None:
        return None
    return [budget.remaining, budget.limit, _text(budget.resets_at), budget.in_percent]


def _budget(told: list[Any] | None) -> Budget | None:
    if told is None:
        return None
    remaining, limit, resets_at, in_percent = told
    return Budget(
        remaining=remaining, limit=limit, resets_at=_moment(resets_at), in_percent=in_percent
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
