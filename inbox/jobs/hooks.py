"""Jobs that tell subscribers what happened."""

from __future__ import annotations

from inbox.jobs import process
from inbox.subscribers import sending


def send(dispatch_id: int) -> None:
    """Tell one subscriber of one event."""
    sending.send(process.runtime(), dispatch_id)
