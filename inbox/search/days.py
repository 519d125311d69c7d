"""Which days does a word like `yesterday` or `2026-11` mean?"""

from __future__ import annotations

import calendar
import re
from datetime import datetime, timedelta, tzinfo

_DAY = timedelta(days=1)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def span(word: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Return when the days of a word begin, and when the next ones do; None for no days.

    They are the days of the zone in which the present moment is told.
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match word.lower():
        case "today":
            return today, today + _DAY
        case "yesterday":
            return today - _DAY, today
    written = _WRITTEN.fullmatch(word)
    if written is None:
        return None
    year, month, day = map(_number, written.groups())
    try:
        return _span(year, month, day, now.tzinfo)
    except (ValueError, OverflowError):
        return None


def _number(part: str | None) -> int:
    return int(part) if part else 0


def _span(year: int, month: int, day: int, zone: tzinfo | None) -> tuple[datetime, datetime]:
    start = datetime(year, month or 1, day or 1, tzinfo=zone)
    if day:
        return start, start + _DAY
    if month:
        return start, start + calendar.monthrange(year, month)[1] * _DAY
    return start, datetime(year + 1, 1, 1, tzinfo=zone)
