"""What tests ask of reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from inbox.reports.asking import Asked
from tests.clocks import SetClock

UTC_ZONE = ZoneInfo("UTC")


def today(clock: SetClock, days: int = 2, **given: Any) -> Asked:
    """The days up to the one of the clock, in UTC."""
    last = clock.at.date()
    usual = {"first": last - timedelta(days=days - 1), "last": last, "zone": UTC_ZONE}
    return Asked(**{**usual, **given})
