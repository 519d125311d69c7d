"""When is a target reached by a clock that may stop in between?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox.hours import staffed
from inbox.hours.week import Hours

Run = tuple[datetime, datetime | None]
"""From when until when a clock runs; without an end it runs still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """When a length is reached. `at` is None while the clock stands, with `left` to go."""

    at: datetime | None
    left: timedelta | None = None


def reached(hours: Hours | None, runs: Sequence[Run], length: timedelta) -> Reached:
    """Return when a clock with these runs, oldest first, has counted a length."""
    left = length
    for start, end in runs:
        if end is None:
            return Reached(at=staffed.after(hours, start, left))
        counted = staffed.between(hours, start, end)
        if counted >= left:
            return Reached(at=staffed.after(hours, start, left))
        left -= counted
    return Reached(at=None, left=left)
