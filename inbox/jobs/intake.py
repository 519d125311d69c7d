"""Jobs that read from platforms."""

from __future__ import annotations

from inbox import polling
from inbox.jobs import process


def poll(account_id: int) -> None:
    """Read what is new for one account."""
    polling.poll(process.runtime(), account_id)
