"""Jobs that speak to platforms."""

from __future__ import annotations

from inbox import outbox
from inbox.jobs import process


def deliver(delivery_id: int) -> None:
    """Do the next thing for one outgoing reply."""
    outbox.deliver(process.runtime(), delivery_id)
