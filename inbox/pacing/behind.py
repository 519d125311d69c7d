"""How long does reading that is not urgent rest between two pages?

It takes a quarter of the calls that are planned for new words, on top of these and within
the reserve that plans leave; where the platform says that no more may be spent, none.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.pacing.planning import Decision

HOUR = timedelta(hours=1)
SHARE = 0.25


def rest_behind(decided: Decision, calls: int, at: datetime) -> timedelta:
    """Return the rest after a page that took so many calls."""
    purse = decided.purse
    if purse is None:
        return decided.rest
    if purse.closed_until:
        return purse.closed_until - at
    return HOUR * (calls / (purse.calls_an_hour * SHARE))
