"""What time is it in the sandbox?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's clock plus whatever a test has moved it forward by."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC) + self.ahead

    def advance(self, span: timedelta) -> None:
        """Move forward. Raises ValueError for a step back: ids carry the time."""
        if span < timedelta():
            raise ValueError("The clock only moves forward; reset the sandbox to go back.")
        self.ahead += span
