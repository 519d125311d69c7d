"""How are made-up requests asked, and what came of them?"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from werkzeug.test import TestResponse

from tests.fuzz.house import House
from tests.fuzz.judging import complaints

MOST_TOLD = 40
Case = TypeVar("Case")


@dataclass
class Tally:
    """How many cases of one surface were tried, and what was wrong with which."""

    surface: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def note(self, house: House, case: object, answer: TestResponse, **allowed: bool) -> None:
        """Judge the answer to one case."""
        self.tried += 1
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        found = list(complaints(answer, house.written.taken(), **allowed))
        broke, house.broke = house.broke, []
        if found:
            self.failures.append("\n".join([f"{case}", *found, *broke]))

    def with_more(self, other: Tally) -> Tally:
        """Return this with what another round found."""
        statuses = dict(self.statuses)
        for status, many in other.statuses.items():
            statuses[status] = statuses.get(status, 0) + many
        failures = [*self.failures, *other.failures]
        return Tally(self.surface, self.tried + other.tried, failures, statuses)

    def told(self) -> str:
        """Say what was wrong, the first few."""
        return "\n\n".join([*self.failures[:MOST_TOLD], f"{len(self.failures)} failures"])


@dataclass(frozen=True)
class Size:
    """How much is tried: so many cases of each sort, until a moment of the monotonic clock.

    Without a seed the same cases are made up every time.
    """

    each: int
    until: float = float("inf")
    seed: int | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether the time is up."""
        return time.monotonic() > self.until


def each_of(size: Size, cases: SearchStrategy[Case], try_one: Callable[[Case], Any]) -> None:
    """Make up cases and try each. Nothing is made smaller: what was asked stays in the database."""

    @settings(
        max_examples=size.each,
        phases=(Phase.generate,),
        database=None,
        deadline=None,
        derandomize=size.seed is None,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def tried(case: Case) -> None:
        if not size.is_over:
            try_one(case)

    run = tried if size.seed is None else seed(size.seed)(tried)
    run()
