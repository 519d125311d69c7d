"""Jobs that do to words on a platform what a person asked for."""

from __future__ import annotations

from inbox import standing_for
from inbox.jobs import authority, process
from inbox.moderation import acting


@authority.of_a_person("who asked for it, and who confirmed a delete", standing_for.ACT)
def act(moderation_id: int) -> None:
    """Do one act that a person asked for."""
    acting.act(process.runtime(), moderation_id)
