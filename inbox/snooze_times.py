"""Until when is a conversation usually snoozed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.phrases import Phrase
from inbox.errors import Invalid

MORNING = time(8)
MONDAY = 0


class UnreadableMoment(Invalid):
    """Nobody can come back at such a time."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose a day and a time, such as 2026-11-30 at 08:00."))


@dataclass(frozen=True, slots=True)
class Choice:
    """One natural time. `until` is None for as long as the person does not write.

    `is_named` says that the words tell the time of day.
    """

    key: str
    words: str
    until: datetime | None
    is_named: bool = False


def choices(now: datetime, zone: ZoneInfo) -> Sequence[Choice]:
    """Return what is offered at a moment, in the department's time."""
    today = _morning(now, zone, 0)
    tomorrow, monday = _morning(now, zone, 1), _morning(now, zone, _days_to_monday(now, zone))
    # To whoever works at night, the coming morning is not tomorrow's.
    this_morning = Phrase("Today at {morning:%H:%M}", morning=MORNING)
    early = (Choice("today", this_morning, today, is_named=True),) if today > now else ()
    return (
        Choice("hour", Phrase("In an hour"), now + timedelta(hours=1)),
        Choice("three_hours", Phrase("In three hours"), now + timedelta(hours=3)),
        *early,
        Choice(
            "tomorrow",
            Phrase("Tomorrow at {morning:%H:%M}", morning=MORNING),
            tomorrow,
            is_named=True,
        ),
        Choice(
            "monday", Phrase("Monday at {morning:%H:%M}", morning=MORNING), monday, is_named=True
        ),
        Choice("written", Phrase("Until they write"), None),
    )


def moment(text: str, zone: ZoneInfo) -> datetime:
    """Read a day and a time of the department, as `2026-11-30T08:00`. Raises UnreadableMoment."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableMoment from None


def _morning(now: datetime, zone: ZoneInfo, days: int) -> datetime:
    day = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


def _days_to_monday(now: datetime, zone: ZoneInfo) -> int:
    return (MONDAY - now.astimezone(zone).weekday() - 1) % 7 + 1
