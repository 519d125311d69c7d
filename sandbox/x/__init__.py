"""Plays X: its API v2, and both its sign-ins: OAuth 1.0a and 2.0."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.records import X
from sandbox.world import World
from sandbox.x import (
    application,
    direct_messages,
    oauth2,
    oauth2_consent,
    people,
    posts,
    rules,
    sign_in,
    uploading,
    webhooks,
    writing,
)
from sandbox.x.problems import Problem, refusal, told
from sandbox.x.pushes import Pushes
from sandbox.x.tokens import first_tokens

NAME = X
HOSTS = ("api.twitter.com", "api.x.com", "x.com", "twitter.com")


def routes(world: World) -> Blueprint:
    """Return every route of X's hosts."""
    x = Blueprint("x", __name__)
    x.record(lambda state: state.app.extensions.update(world=world))
    x.register_error_handler(Problem, told)
    parts = (
        *(posts, people, direct_messages, writing, uploading),
        *(sign_in, oauth2_consent, oauth2, rules, application, webhooks),
    )
    for part in parts:
        part.add(x, world)
    Pushes(world).add_to(x)
    return x


def seed(world: World) -> None:
    """Give the practice department its first tokens."""
    first_tokens(world)


def refuse(fault: str) -> Response:
    """Answer a revoked token or a used-up limit as X does."""
    return refusal(fault)
