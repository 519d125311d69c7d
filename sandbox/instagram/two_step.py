"""Does an account want a code beside its password?

Off unless switched on. Which answer Instagram gives to a wrong code is [assumed].
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, request

from sandbox.instagram.refusals import Refusal
from sandbox.records import Profile
from sandbox.world import World

DRAWER = "instagram_private"
CODE, WAITING = "two_step_code", "two_step_waiting"


def add(blueprint: Blueprint, world: World) -> None:
    """Add the switch; it is no endpoint of Instagram's."""

    @blueprint.post("/practice/two_step/")
    def ask_for_code() -> dict[str, Any]:
        world.drawer(DRAWER)[CODE] = request.args.get("code", "")
        return {"status": "ok"}


def is_on(world: World) -> bool:
    """Whether a password alone is not enough."""
    return bool(world.drawer(DRAWER).get(CODE))


def needed(world: World, profile: Profile) -> Refusal:
    """Ask for the code, and remember who is asked."""
    identifier = secrets.token_urlsafe(16)
    world.drawer(DRAWER)[WAITING] = {"identifier": identifier, "profile": profile.id}
    info = {"two_factor_identifier": identifier, "username": profile.sign_in["username"]}
    return Refusal(400, "", error_type="two_factor_required", two_factor_info=info)


def passed(world: World, body: dict[str, Any]) -> Profile:
    """Return whose code this is. Raises Refusal."""
    drawer = world.drawer(DRAWER)
    waiting = drawer.get(WAITING) or {}
    is_known = body.get("two_factor_identifier") == waiting.get("identifier")
    if not waiting or not is_known or body.get("verification_code") != drawer.get(CODE):
        sentence = "Please check the security code and try again."
        raise Refusal(400, sentence, error_type="sms_code_validation_code_invalid")
    return world.profiles[waiting["profile"]]
