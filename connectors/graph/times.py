"""What moment does a Graph time mean?"""

from __future__ import annotations

from datetime import UTC, datetime

FORMAT = "%Y-%m-%dT%H:%M:%S%z"


def moment(text: str) -> datetime:
    """Read `2026-01-02T03:04:05+0000` as UTC. Raises ValueError."""
    return datetime.strptime(text, FORMAT).astimezone(UTC)


def written(at: datetime) -> str:
    """Write a moment the way Graph does; whole seconds."""
    return at.astimezone(UTC).strftime(FORMAT)
