"""With which token does an application call X in nobody's name?

Source: X documentation, "OAuth 2.0 app-only". Webhooks are managed with it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox import granting
from sandbox.records import Profile
from sandbox.world import World
from sandbox.x.problems import Problem
from sandbox.x.tokens import APP, Rate, caller, consumer_of

APP_ONLY = "This route needs the application's own access."


def add(x: Blueprint, world: World) -> None:
    """Add the route that gives out the token."""

    @x.post("/oauth2/token")
    def bearer() -> dict[str, Any]:
        given = request.authorization
        profile = consumer_of(world, given.username or "") if given else None
        if not given or not profile or given.password != profile.sign_in["consumer_secret"]:
            raise Problem(401, "Unable to verify your credentials")
        if request.form.get("grant_type") != "client_credentials":
            raise Problem(400, "Missing required parameter: grant_type")
        return {"token_type": "bearer", "access_token": _token(world, profile)}


def application(world: World, rate: Rate) -> Profile:
    """Return the profile whose application calls. Raises Problem 401, 403 or 429."""
    profile = caller(world, rate)
    token = world.token(request.headers["Authorization"].partition(" ")[2])
    if token is None or token.kind != APP:
        raise Problem(403, APP_ONLY)
    return profile


def _token(world: World, profile: Profile) -> str:
    """Return the application's token: X gives the same one until it is revoked."""
    now = world.clock.now()
    known = (
        one.value
        for one in world.tokens.values()
        if one.kind == APP and one.profile_id == profile.id and one.is_valid(now)
    )
    return next(known, None) or granting.issue_token(world, profile.id, APP).value
