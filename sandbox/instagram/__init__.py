"""What of Instagram's private API does the sandbox play?

The requests that instagrapi 3.2.2 makes for sign-in, comments and direct messages
(docs/platforms.md 2.4). Every one of its exceptions can be produced with a `status` fault
whose body is one of the rows in docs/platforms.md 4.6.
"""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox import faults
from sandbox.instagram import (
    comments,
    direct,
    live,
    media,
    refusals,
    signing_in,
    switches,
    two_step,
    uploading,
)
from sandbox.instagram.refusals import Refusal
from sandbox.world import World

NAME = "instagram_private"
HOSTS = ("i.instagram.com", "b.i.instagram.com", "www.instagram.com", uploading.HOST)


def routes(world: World) -> Blueprint:
    """Build every route of all hosts."""
    blueprint = Blueprint(NAME, __name__)
    blueprint.register_error_handler(Refusal, Refusal.response)
    for part in (signing_in, media, comments, live, direct, uploading, switches, two_step):
        part.add(blueprint, world)
    return blueprint


def seed(_world: World) -> None:
    """Add nothing: a session begins with a user name and a password."""


def refuse(fault: str) -> Response:
    """Answer as Instagram does to an ended session or to too many requests."""
    refusal = refusals.logged_out() if fault == faults.REVOKED_TOKEN else refusals.too_many()
    return refusal.response()
