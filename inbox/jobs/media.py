"""Jobs that fetch what people sent."""

from __future__ import annotations

from inbox import media, post_pictures
from inbox.jobs import authority, process


@authority.of_the_desk
def fetch(attachment_id: int) -> None:
    """Fetch the file of one attachment."""
    media.fetch(process.runtime(), attachment_id)


@authority.of_the_desk
def fetch_of_post(post_id: int) -> None:
    """Fetch the picture of one post."""
    post_pictures.fetch(process.runtime(), post_id)
