"""Jobs that tell subscribers what happened.

Whom the desk tells is its own arrangement: it outlasts whoever made it, on the page Webhooks.
"""

from __future__ import annotations

from inbox.jobs import authority, process
from inbox.subscribers import sending


@authority.of_the_desk
def send(dispatch_id: int) -> None:
    """Tell one subscriber of one event."""
    sending.send(process.runtime(), dispatch_id)
