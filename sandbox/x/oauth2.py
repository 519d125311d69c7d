"""How does an application get tokens by OAuth 2.0, and renew them?

Source: RFC 6749, sections 4.1.3, 5 and 6; RFC 7636, section 4.6; X's "OAuth 2.0
Authorization Code Flow with PKCE". A refresh token works once. One that comes a second
time ends the whole grant, and a renewal ends the access tokens of before: the harder
reading of what X does [assumed; the first in trypostit/trypost #126].
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import granting
from sandbox.records import Profile, Token
from sandbox.world import World
from sandbox.x import oauth2_consent, rules
from sandbox.x.tokens import OAUTH2, REFRESH, client_of

ACCESS_LASTS = timedelta(hours=2)
LASTING = "offline.access"


class Denied(Exception):
    """The token endpoint's no, in the words of RFC 6749, section 5.2."""

    def __init__(self, error: str, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.error, self.why, self.status = error, why, status


def add(x: Blueprint, world: World) -> None:
    """Add the token endpoint."""
    grants = {"authorization_code": _by_code, "refresh_token": _by_refresh_token}
    x.register_error_handler(Denied, _told)

    @x.post("/2/oauth2/token")
    def tokens() -> Response:
        client_id = _client(world)
        grant = grants.get(request.form.get("grant_type", ""))
        if grant is None:
            raise Denied("unsupported_grant_type", "The grant type is not supported.")
        return jsonify(grant(world, client_id))


def _told(no: Denied) -> tuple[Response, int]:
    return jsonify({"error": no.error, "error_description": no.why}), no.status


def _client(world: World) -> str:
    """Return the application that asks. Raises Denied.

    A confidential one proves itself by Basic, a public one names itself (`PUT
    /sandbox/rules`, `client`).
    """
    if rules.of(world)["client"] == "public":
        client_id = request.form.get("client_id", "")
        if request.authorization is None and client_of(world, client_id):
            return client_id
        raise Denied("invalid_request", "Missing required parameter [client_id].")
    given = request.authorization
    if given is None or given.type != "basic":
        raise Denied("unauthorized_client", "Missing valid authorization header", 401)
    profile = client_of(world, given.username or "")
    if profile is None or not _is_proven(profile, given.password or ""):
        raise Denied("invalid_client", "The client is not known.", 401)
    return str(profile.sign_in["client_id"])


def _is_proven(profile: Profile, secret: str) -> bool:
    return hmac.compare_digest(secret.encode(), profile.sign_in["client_secret"].encode())


def _by_code(world: World, client_id: str) -> dict[str, Any]:
    code = oauth2_consent.take(world, request.form.get("code", ""))
    if code is None or code.client_id != client_id:
        raise Denied("invalid_request", "Value passed for the authorization code was invalid.")
    if code.callback != request.form.get("redirect_uri"):
        raise Denied("invalid_request", "Value passed for the redirect uri did not match.")
    if not hmac.compare_digest(code.challenge, _challenge(request.form.get("code_verifier", ""))):
        raise Denied("invalid_request", "Value passed for the code verifier did not match.")
    grant = {"client_id": client_id, "grant": secrets.token_urlsafe(12)}
    return _issued(world, code.profile_id, code.scopes, grant)


def _by_refresh_token(world: World, client_id: str) -> dict[str, Any]:
    with world.lock:
        used = world.tokens.get(request.form.get("refresh_token", ""))
        if used is None or used.kind != REFRESH or used.extra["client_id"] != client_id:
            raise Denied("invalid_grant", "Value passed for the token was invalid.")
        was_good = used.is_valid(world.clock.now())
        _end_grant(world, used)
        if not was_good:
            raise Denied("invalid_grant", "Value passed for the token was invalid.")
        return _issued(world, used.profile_id, used.scopes, used.extra)


def _end_grant(world: World, used: Token) -> None:
    for token in world.tokens.values():
        if token.extra.get("grant") == used.extra["grant"]:
            token.revoked = True
    world.touch(f"ended the tokens of a grant of {used.profile_id}")


def _issued(
    world: World, profile_id: str, scopes: list[str], grant: dict[str, Any]
) -> dict[str, Any]:
    access = granting.issue_token(
        world, profile_id, OAUTH2, scopes=scopes, lasts=ACCESS_LASTS, extra=grant
    )
    answer = {
        "token_type": "bearer",
        "expires_in": int(ACCESS_LASTS.total_seconds()),
        "access_token": access.value,
        "scope": " ".join(scopes),
    }
    if LASTING in scopes:
        refresh = granting.issue_token(world, profile_id, REFRESH, scopes=scopes, extra=grant)
        answer["refresh_token"] = refresh.value
    return answer


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
