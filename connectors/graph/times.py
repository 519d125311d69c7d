"""What moment does a Graph time mean?"""

from __future__ import annotations

from datetime import UTC, datetime

# Seconds since 1970 stay below this for three thousand years.
MILLISECONDS = 100_000_000_000

FORMAT = "%Y-%m-%dT%H:%M:%S%z"


def moment(text: str) -> datetime:
    """Read `2026-01-02T03:04:05+0000` as UTC. Raises ValueError."""
    return datetime.strptime(text, FORMAT).astimezone(UTC)


def written(at: datetime) -> str:
    """Write a moment the way Graph does; whole seconds."""
    return at.astimezone(UTC).strftime(FORMAT)


def pushed_moment(told: int | str) -> datetime:
    """Read a time of a webhook: seconds, milliseconds or ISO text. Raises ValueError."""
    if isinstance(told, str) and not told.isdecimal():
        return moment(told)
    number = int(told)
    seconds = number / 1000 if number >= MILLISECONDS else number
    return datetime.fromtimestamp(seconds, UTC)
