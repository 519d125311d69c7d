"""How does a person let an application in by OAuth 2.0: the consent page and its code?

Source: RFC 6749, section 4.1; RFC 7636 (PKCE); X's "OAuth 2.0 Authorization Code Flow
with PKCE". A code is good for 30 seconds [assumed].
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, request
from werkzeug.wrappers import Response

from sandbox.records import Profile, X
from sandbox.world import World
from sandbox.x.consent_page import QUESTION, WRONG_NAME, back, page
from sandbox.x.tokens import SCOPES, client_of

CODE_LASTS = timedelta(seconds=30)
CHALLENGE_LENGTH = 43
WRONG = "Something went wrong. You weren't able to give access to the App."

Answer = tuple[str, int] | Response


class Code(NamedTuple):
    """What a code stands for: who agreed to what, for whom, proven how."""

    client_id: str
    profile_id: str
    callback: str
    scopes: list[str]
    challenge: str


def add(x: Blueprint, world: World) -> None:
    """Add the page that asks and the answer to it."""

    @x.get("/i/oauth2/authorize")
    def ask_by_oauth2() -> Answer:
        if not _is_well_asked(world):
            return page(WRONG), 400
        handle = next(p.handle for p in world.profiles.values() if p.platform == X)
        return page(QUESTION, handle=handle, scopes=_scopes()), 200

    @x.post("/i/oauth2/authorize")
    def decide_by_oauth2() -> Answer:
        if not _is_well_asked(world):
            return page(WRONG), 400
        callback, state = request.args["redirect_uri"], request.args["state"]
        if request.form.get("decision") != "allow":
            return back(callback, error="access_denied", state=state)
        profile = world.profile(request.form.get("username", ""), X)
        if profile is None:
            return page(WRONG_NAME), 403
        return back(callback, state=state, code=_keep(world, profile))


def take(world: World, code: str) -> Code | None:
    """Hand over what a code stands for, once and while it is good."""
    kept = _codes(world).pop(code, None)
    world.touch("took a code")
    if kept is None or world.clock.now() > datetime.fromisoformat(kept["until"]):
        return None
    return Code(**kept["for"])


def _is_well_asked(world: World) -> bool:
    asked = request.args
    return (
        asked.get("response_type") == "code"
        and client_of(world, asked.get("client_id", "")) is not None
        and urlsplit(asked.get("redirect_uri", "")).scheme in {"http", "https"}
        and bool(asked.get("state"))
        and asked.get("code_challenge_method") == "S256"
        and len(asked.get("code_challenge", "")) == CHALLENGE_LENGTH
        and bool(_scopes())
        and set(_scopes()) <= SCOPES
    )


def _scopes() -> list[str]:
    return request.args.get("scope", "").split()


def _keep(world: World, profile: Profile) -> str:
    code = secrets.token_urlsafe(32)
    agreed = Code(
        client_id=request.args["client_id"],
        profile_id=profile.id,
        callback=request.args["redirect_uri"],
        scopes=_scopes(),
        challenge=request.args["code_challenge"],
    )
    until = (world.clock.now() + CODE_LASTS).isoformat()
    _codes(world)[code] = {"until": until, "for": agreed._asdict()}
    world.touch(f"let an application in to {profile.id}")
    return code


def _codes(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.drawer("x").setdefault("codes", {})
    return found
