"""How does an application get access to a profile: OAuth 1.0a in three steps.

Source: RFC 5849, section 2; X's "3-legged OAuth flow" and "PIN-based OAuth".
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox import granting
from sandbox.records import Profile, X
from sandbox.world import World
from sandbox.x import oauth1
from sandbox.x.consent_page import QUESTION, WRONG_NAME, back, page
from sandbox.x.problems import Problem
from sandbox.x.tokens import USER, consumer_of

OUT_OF_BAND = "oob"
Pending = dict[str, Any]


def add(x: Blueprint, world: World) -> None:
    """Add the three steps."""

    @x.post("/oauth/request_token")
    def request_token() -> Response:
        signed, profile = _signed(world, "")
        token, secret = secrets.token_urlsafe(20), secrets.token_urlsafe(30)
        callback = signed.claims.get("oauth_callback", OUT_OF_BAND)
        _requests(world)[token] = {
            "secret": secret,
            "callback": callback,
            "consumer": profile.sign_in["consumer_key"],
        }
        return _form(oauth_token=token, oauth_token_secret=secret, oauth_callback_confirmed="true")

    @x.get("/oauth/authorize")
    @x.get("/oauth/authenticate")
    def ask() -> str:
        token = request.args.get("oauth_token", "")
        pending = _pending(world, token)
        handle = next(p.handle for p in world.profiles.values() if p.platform == X)
        return page(QUESTION, token=token, handle=handle) if pending else page("Link expired")

    @x.post("/oauth/authorize")
    @x.post("/oauth/authenticate")
    def decide() -> tuple[str, int] | AnyResponse:
        pending = _pending(world, request.form.get("oauth_token", ""))
        profile = world.profile(request.form.get("username", ""), X)
        if profile is None:
            return page(WRONG_NAME), 403
        return _decided(pending, profile)

    @x.post("/oauth/access_token")
    def access_token() -> Response:
        return _exchange(world)


def _decided(pending: Pending, profile: Profile) -> tuple[str, int] | AnyResponse:
    token, callback = request.form["oauth_token"], pending["callback"]
    if request.form.get("decision") != "allow":
        return _back(callback, denied=token) or (page("You denied access"), 200)
    pin = f"{secrets.randbelow(9_000_000) + 1_000_000}"
    pending["verifier"] = pin if callback == OUT_OF_BAND else secrets.token_urlsafe(20)
    pending["profile"] = profile.id
    led_back = _back(callback, oauth_token=token, oauth_verifier=pending["verifier"])
    return led_back or (page("You've granted access", pin=pin), 200)


def _exchange(world: World) -> Response:
    claims = getattr(oauth1.signed(request), "claims", {})
    token = claims.get("oauth_token", "")
    pending = _pending(world, token)
    _signed(world, pending["secret"])
    verifier = claims.get("oauth_verifier") or request.form.get("oauth_verifier", "")
    if not verifier or verifier != pending.get("verifier"):
        raise Problem(401, "Invalid verifier")
    del _requests(world)[token]
    profile = world.profiles[pending["profile"]]
    value = f"{profile.id}-{secrets.token_urlsafe(24)}"
    issued = granting.issue_token(
        world, profile.id, USER, value=value, secret=secrets.token_urlsafe(30)
    )
    return _form(
        oauth_token=issued.value,
        oauth_token_secret=issued.secret,
        user_id=profile.id,
        screen_name=profile.handle,
    )


def _signed(world: World, token_secret: str) -> tuple[oauth1.Signed, Profile]:
    signed = oauth1.signed(request)
    profile = consumer_of(world, signed.claims.get("oauth_consumer_key", "")) if signed else None
    if signed is None or profile is None:
        raise Problem(401, "Could not authenticate you.")
    if not signed.is_by(profile.sign_in["consumer_secret"], token_secret):
        raise Problem(401, "Could not authenticate you.")
    return signed, profile


def _requests(world: World) -> dict[str, Pending]:
    found: dict[str, Pending] = world.drawer("x").setdefault("requests", {})
    return found


def _pending(world: World, token: str) -> Pending:
    pending = _requests(world).get(token)
    if pending is None:
        raise Problem(401, "The request token is not known, or was used.")
    return pending


def _back(callback: str, **facts: str) -> AnyResponse | None:
    return None if callback == OUT_OF_BAND else back(callback, **facts)


def _form(**facts: str) -> Response:
    return Response(urlencode(facts), content_type="application/x-www-form-urlencoded")
