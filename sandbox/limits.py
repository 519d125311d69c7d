"""How many calls does a platform still allow in this window?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import Clock

REAL = "real"
OFF = "off"
MODES = (REAL, OFF)


@dataclass(frozen=True)
class Allowance:
    """What is left after one call. `resets_at` is when the window ends, in UTC."""

    limit: int
    remaining: int
    resets_at: datetime
    is_exceeded: bool


@dataclass
class _Window:
    ends_at: datetime
    used: int = 0


class Limits:
    """Counts calls per token and route in fixed windows. `off` counts nothing."""

    def __init__(self, clock: Clock, mode: str = REAL) -> None:
        self.mode = mode
        self._clock = clock
        self._windows: dict[tuple[str, str, int], _Window] = {}

    def switch(self, mode: str) -> None:
        """Turn the limits `real` or `off`, with fresh windows. Raises ValueError."""
        if mode not in MODES:
            raise ValueError(f"limits is {mode!r}; it can be 'real' or 'off'.")
        self.mode = mode
        self._windows.clear()

    def take(self, token: str, route: str, *, limit: int, window: timedelta) -> Allowance:
        """Count one call by a token on a route and say what is left."""
        now = self._clock.now()
        if self.mode == OFF:
            return Allowance(limit, limit, now + window, is_exceeded=False)
        current = self._window((token, route, limit), now, window)
        current.used += 1
        left = limit - current.used
        return Allowance(limit, max(left, 0), current.ends_at, is_exceeded=left < 0)

    def _window(self, key: tuple[str, str, int], now: datetime, span: timedelta) -> _Window:
        current = self._windows.get(key)
        if current is None or current.ends_at <= now:
            current = self._windows[key] = _Window(now + span)
        return current
