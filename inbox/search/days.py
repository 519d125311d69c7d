"""Which days does a word like `yesterday` or `2026-11` mean? Days begin in UTC."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

_DAY = timedelta(days=1)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def span(word: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Return when the days of a word begin, and when the next ones do; None for no days."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    match word.lower():
        case "today":
            return today, today + _DAY
        case "yesterday":
            return today - _DAY, today
    written = _WRITTEN.fullmatch(word)
    try:
        return _span(*(int(part) if part else 0 for part in written.groups())) if written else None
    except (ValueError, OverflowError):
        return None


def _span(year: int, month: int, day: int) -> tuple[datetime, datetime]:
    start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    if day:
        return start, start + _DAY
    if month:
        return start, start + calendar.monthrange(year, month)[1] * _DAY
    return start, datetime(year + 1, 1, 1, tzinfo=UTC)
