"""Whose session does a request belong to?"""

from __future__ import annotations

import base64
import binascii
import json
import secrets

from flask import request

from sandbox import granting
from sandbox.instagram import refusals
from sandbox.records import Profile
from sandbox.world import World

KIND = "instagram_session"
PREFIX = "Bearer IGT:2:"


def begin(world: World, profile: Profile) -> str:
    """Begin a session and return it as the authorization that the app sends from now on."""
    session_id = f"{profile.id}%3A{secrets.token_urlsafe(10)}%3A8"
    granting.issue_token(world, profile.id, KIND, value=session_id)
    facts = {"ds_user_id": profile.id, "sessionid": session_id}
    return PREFIX + base64.b64encode(json.dumps(facts).encode()).decode()


def current(world: World) -> Profile:
    """Return the profile that this request speaks for. Raises Refusal."""
    token = world.token(_session_id(request.headers.get("Authorization", "")))
    if token is None or token.kind != KIND:
        raise refusals.logged_out()
    return world.profiles[token.profile_id]


def _session_id(authorization: str) -> str:
    try:
        facts = json.loads(base64.b64decode(authorization.removeprefix(PREFIX), validate=True))
        return str(facts["sessionid"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return ""
