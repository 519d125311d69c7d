"""Does Instagram take a token that it has seen before for the same message?

Whether the real one does is not established, so it doesn't here unless switched on:
nothing of ours may lean on it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox.records import Profile, Saying
from sandbox.world import World

DRAWER = "instagram_private"
SWITCH = "repeated_tokens_are_one"


def add(blueprint: Blueprint, world: World) -> None:
    """Add the switch; it is no endpoint of Instagram's."""

    @blueprint.post(f"/practice/{SWITCH}/")
    def switch() -> dict[str, Any]:
        world.drawer(DRAWER)[SWITCH] = request.args.get("on") == "true"
        return {SWITCH: world.drawer(DRAWER)[SWITCH], "status": "ok"}


def repeated(world: World, profile: Profile, token: str) -> Saying | None:
    """Return what was said under this token already, when the switch is on."""
    if not token or not world.drawer(DRAWER).get(SWITCH):
        return None
    return world.by_client_token(profile.id, token)
