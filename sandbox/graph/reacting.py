"""How does Graph show the emoji below a message? Messenger's messages have no such field.

Source: those who read Instagram's field `reactions` (docs/platforms.md 2.3).
"""

from __future__ import annotations

from typing import Any

from sandbox.records import FACEBOOK, Saying
from sandbox.world import World


def shown(world: World, saying: Saying) -> dict[str, Any] | None:
    """Show each emoji with who put it there."""
    if saying.platform == FACEBOOK or not saying.reactions:
        return None
    listed = [
        {"reaction": "other", "emoji": emoji, "users": [{"id": who, "username": _name(world, who)}]}
        for who, emoji in saying.reactions.items()
    ]
    return {"data": listed}


def _name(world: World, who: str) -> str:
    author = world.author(who)
    return author.handle if author else ""
