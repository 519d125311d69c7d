"""Does a conversation still need somebody?"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Whether a conversation still needs somebody."""

    OPEN = "open"
    PENDING = "pending"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
