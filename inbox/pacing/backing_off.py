"""How long does a stream rest after a poll that failed?"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

FIRST_REST = timedelta(seconds=15)
LONGEST_REST = timedelta(minutes=15)
DOUBLINGS = 10
# Streams that failed together do not come back together.
SPREAD_WHEN_TOLD = timedelta(seconds=5)


def back_off(failures: int, chance: Random, *, longest: timedelta = LONGEST_REST) -> timedelta:
    """Return the rest after so many failures in a row: doubled each time, up to `longest`.

    Between half of it and all of it, by chance.
    """
    doublings = min(failures - 1, DOUBLINGS)
    return min(FIRST_REST * float(2**doublings), longest) * chance.uniform(0.5, 1.0)


def retry_when_told(retry_at: datetime, chance: Random) -> datetime:
    """Return when to try again after the platform named a time: never before it."""
    return retry_at + SPREAD_WHEN_TOLD * chance.random()
