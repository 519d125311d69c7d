"""Until when is somebody usually muted?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox import snooze_times
from inbox.snooze_times import Choice

_SNOOZES = ("tomorrow", "monday")


def choices(now: datetime, zone: ZoneInfo) -> Sequence[Choice]:
    """Return what is offered at a moment, in the department's time. The last has no end."""
    natural = [one for one in snooze_times.choices(now, zone) if one.key in _SNOOZES]
    until = [Choice(one.key, f"Until {_lowered(one.words)}", one.until, True) for one in natural]
    return (
        *until,
        Choice("week", "For a week", now + timedelta(days=7)),
        Choice("month", "For 30 days", now + timedelta(days=30)),
        Choice("notice", "Until further notice", None),
    )


def _lowered(words: str) -> str:
    return words.replace("Tomorrow", "tomorrow")
