"""Jobs that do to words on a platform what a person asked for."""

from __future__ import annotations

from inbox.jobs import process
from inbox.moderation import acting


def act(moderation_id: int) -> None:
    """Do one act that a person asked for."""
    acting.act(process.runtime(), moderation_id)
