"""What time is it, for the code and for its tests?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy.orm import Session


class Clock(Protocol):
    """Something that tells the time in UTC."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


def now(session: Session) -> datetime:
    """Return the present instant, by the clock this session was opened with."""
    clock: Clock = session.info["clock"]
    return clock.now()
