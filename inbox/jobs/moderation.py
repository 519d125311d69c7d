"""Jobs that do to words on a platform what a person asked for."""

from __future__ import annotations

from inbox import moderation
from inbox.jobs import process


def act(moderation_id: int) -> None:
    """Do one act that a person asked for."""
    moderation.act(process.runtime(), moderation_id)
