"""Jobs that fetch what people sent."""

from __future__ import annotations

from inbox import media
from inbox.jobs import authority, process


@authority.of_the_desk
def fetch(attachment_id: int) -> None:
    """Fetch the file of one attachment."""
    media.fetch(process.runtime(), attachment_id)
