"""Until when is somebody usually muted?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.phrases import Phrase
from inbox import snooze_times
from inbox.snooze_times import MORNING, Choice

_UNTIL = {
    "tomorrow": Phrase("Until tomorrow at {morning:%H:%M}"),
    "monday": Phrase("Until Monday at {morning:%H:%M}"),
}


def choices(now: datetime, zone: ZoneInfo) -> Sequence[Choice]:
    """Return what is offered at a moment, in the department's time. The last has no end."""
    natural = [one for one in snooze_times.choices(now, zone) if one.key in _UNTIL]
    until = [
        Choice(one.key, Phrase(_UNTIL[one.key], morning=MORNING), one.until, is_named=True)
        for one in natural
    ]
    return (
        *until,
        Choice("week", Phrase("For a week"), now + timedelta(days=7)),
        Choice("month", Phrase("For 30 days"), now + timedelta(days=30)),
        Choice("notice", Phrase("Until further notice"), None),
    )
