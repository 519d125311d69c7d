"""Whom does a token speak for, and which tokens are there from the first day?

A Page token opens the Page and the Instagram account that belongs to it. For the
second, a grant of its own is kept beside the token, so that a test can end one and
leave the other.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from flask import g, request

from sandbox import granting
from sandbox.graph import accounts
from sandbox.graph.failing import GraphError, ended
from sandbox.records import Profile, Token
from sandbox.world import World

USER, PAGE, CODE, GRANT = "user", "page", "code", "instagram_grant"
PAGE_TOKEN = "practice-facebook-page-token"  # noqa: S105 - made up, works only here
DRAWER = "graph"
SHORT, LONG = timedelta(hours=1), timedelta(days=60)
DATA_ACCESS = timedelta(days=90)
SESSION_INVALID, EXPIRED = 460, 463
SCOPES = ("pages_show_list", "pages_read_engagement", "pages_manage_engagement", "pages_messaging")


def seed(world: World) -> None:
    """Let the department's Page token exist, and the application ask for proofs."""
    world.drawer(DRAWER).setdefault("requires_proof", True)
    for page in accounts.pages(world):
        if PAGE_TOKEN not in world.tokens:
            _issue_page_token(world, page, PAGE_TOKEN)


def user_token(world: World, page: Profile, lasts: timedelta) -> Token:
    """Give the person who administers a Page a token of their own."""
    return granting.issue_token(world, page.id, USER, scopes=list(SCOPES), lasts=lasts)


def page_token(world: World, page: Profile, user: Token) -> str:
    """Return the Page token that belongs to a person's token, given out once."""
    for token in world.tokens.values():
        if token.kind == PAGE and token.extra.get("user") == user.value and not token.revoked:
            return token.value
    return _issue_page_token(world, page, None, user=user.value).value


def _issue_page_token(world: World, page: Profile, value: str | None, *, user: str = "") -> Token:
    token = granting.issue_token(world, page.id, PAGE, value=value, extra={"user": user})
    instagram = accounts.instagram_of(world, page.id)
    if instagram:
        granting.issue_token(world, instagram.id, GRANT, value=grant_of(token.value))
    return token


def grant_of(token: str) -> str:
    """Name the Instagram side of a Page token."""
    return f"{token}|instagram"


def asking(world: World) -> Token:
    """Return the token of this request. Raises GraphError 190, or 100 without a proof."""
    value = request.values.get("access_token") or _bearer()
    if not value:
        raise GraphError(2500, "An active access token must be used to query information.")
    token = world.tokens.get(value)
    if token is None or token.kind not in (USER, PAGE):
        raise GraphError(190, "Invalid OAuth access token - Cannot parse access token")
    if token.revoked:
        raise ended("The session has been invalidated by a password change.", SESSION_INVALID)
    if not token.is_valid(world.clock.now()):
        raise ended("Session has expired.", EXPIRED)
    _check_proof(world, token)
    g.graph_token = token
    return token


def check_instagram(world: World, token: Token) -> None:
    """Check that a token still opens the Instagram side. Raises GraphError 190."""
    grant = world.tokens.get(grant_of(token.value))
    if grant is None or grant.revoked:
        raise ended("The user has withdrawn access to the Instagram account.", SESSION_INVALID)


def check_instagram_now(world: World) -> None:
    """Check the same for the token of this request, which `asking` has read."""
    check_instagram(world, g.graph_token)


def _bearer() -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()


def _check_proof(world: World, token: Token) -> None:
    given = request.values.get("appsecret_proof")
    if given is None:
        if world.drawer(DRAWER).get("requires_proof"):
            raise GraphError(100, "API calls from the server require an appsecret_proof argument")
        return
    secret = world.profiles[token.profile_id].sign_in["app_secret"]
    proof = hmac.new(secret.encode(), token.value.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(proof, given):
        raise GraphError(100, "Invalid appsecret_proof provided in the API argument")
