"""Who is calling, and how many calls have they left?

Limits per 15 minutes: X documentation, August 2026 (docs/platforms.md 3.1).
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from flask import Response, after_this_request, request

from sandbox import granting
from sandbox.limits import Allowance
from sandbox.records import Profile, Token, X
from sandbox.world import World
from sandbox.x import oauth1
from sandbox.x.problems import Problem, rate_headers, too_many

WINDOW = timedelta(minutes=15)
USER = "oauth1"
APP = "app"
OAUTH2 = "oauth2"
REFRESH = "oauth2_refresh"
READS = ("tweet.read", "users.read")
# X OpenAPI, `OAuth2UserToken`: those that one of our routes may be asked with.
SCOPES = frozenset(
    (
        *READS,
        *("tweet.write", "tweet.moderate.write", "like.read", "like.write"),
        *("dm.read", "dm.write", "media.write", "offline.access"),
    )
)
PRACTICE_TOKEN = "practice-access-token"  # noqa: S105 - made up, opens the sandbox only
PRACTICE_SECRET = "practice-access-token-secret"  # noqa: S105 - the same
PRACTICE_BEARER = "practice-x-bearer"


class Rate(NamedTuple):
    """How often one route may be called in 15 minutes, by a user and by an application.

    `scopes` is what a user must have granted by OAuth 2.0.
    """

    route: str
    user: int
    app: int | None = None
    scopes: tuple[str, ...] = READS


def first_tokens(world: World) -> None:
    """Give out the tokens that tests and demonstrations start with, once."""
    for profile in [p for p in world.profiles.values() if p.platform == X]:
        value = f"{profile.id}-{PRACTICE_TOKEN}"
        if value not in world.tokens:
            granting.issue_token(world, profile.id, USER, value=value, secret=PRACTICE_SECRET)
        if PRACTICE_BEARER not in world.tokens:
            granting.issue_token(world, profile.id, APP, value=PRACTICE_BEARER)


def caller(world: World, rate: Rate, *, user_only: bool = False) -> Profile:
    """Return the profile that speaks, counting the call. Raises Problem 401, 403 or 429."""
    token = _token(world)
    if token is None:
        raise Problem(401, "Unauthorized")
    is_app = token.kind == APP
    limit = rate.app if is_app else rate.user
    if limit is None or (user_only and is_app):
        raise Problem(403, "This route needs a user's own access.")
    if token.kind == OAUTH2 and not {*rate.scopes} <= {*token.scopes}:
        raise Problem(403, f"This route needs the scopes {' '.join(rate.scopes)}.")
    _count(world.limits.take(_counted(token), rate.route, limit=limit, window=WINDOW))
    return world.profiles[token.profile_id]


def count_day(world: World, profile: Profile, route: str, limit: int) -> None:
    """Count a call against a limit for 24 hours. Raises Problem 429."""
    day = timedelta(days=1)
    allowance = world.limits.take(profile.id, f"{route} a day", limit=limit, window=day)
    if allowance.is_exceeded:
        raise too_many(limit=limit, resets_at=allowance.resets_at)


def consumer_of(world: World, key: str) -> Profile | None:
    """Return the profile whose application has this consumer key."""
    profiles = (p for p in world.profiles.values() if p.platform == X)
    return next((p for p in profiles if key and p.sign_in.get("consumer_key") == key), None)


def client_of(world: World, client_id: str) -> Profile | None:
    """Return the profile whose application has this client id of OAuth 2.0."""
    profiles = (p for p in world.profiles.values() if p.platform == X)
    return next((p for p in profiles if client_id and p.sign_in["client_id"] == client_id), None)


def _counted(token: Token) -> str:
    """Name who is counted: a renewed token fills no limit up again."""
    return f"{OAUTH2} {token.profile_id}" if token.kind == OAUTH2 else token.value


def _token(world: World) -> Token | None:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = world.token(value)
        return token if token and token.platform == X and token.kind in {APP, OAUTH2} else None
    return _signing(world)


def _signing(world: World) -> Token | None:
    signed = oauth1.signed(request)
    if signed is None:
        return None
    token = world.token(signed.claims.get("oauth_token", ""))
    consumer = consumer_of(world, signed.claims.get("oauth_consumer_key", ""))
    if token is None or consumer is None or token.kind != USER:
        return None
    return token if signed.is_by(consumer.sign_in["consumer_secret"], token.secret) else None


def _count(allowance: Allowance) -> None:
    if allowance.is_exceeded:
        raise too_many(limit=allowance.limit, resets_at=allowance.resets_at)
    headers = rate_headers(
        limit=allowance.limit, remaining=allowance.remaining, resets_at=allowance.resets_at
    )

    @after_this_request
    def tell(response: Response) -> Response:
        response.headers.update({**headers, **response.headers})
        return response
