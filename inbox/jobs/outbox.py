"""Jobs that speak to platforms."""

from __future__ import annotations

from inbox import outbox, standing_for
from inbox.jobs import authority, process


@authority.of_a_person("who wrote it, approved it or sent it again", standing_for.SEND)
def deliver(delivery_id: int) -> None:
    """Do the next thing for one outgoing reply."""
    outbox.deliver(process.runtime(), delivery_id)
