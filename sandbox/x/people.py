"""What does X answer when people are read?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.records import Person, Profile, X
from sandbox.world import World
from sandbox.x import asking
from sandbox.x.problems import missing
from sandbox.x.tokens import Rate, caller
from sandbox.x.tree import Shown
from sandbox.x.wire import user_fields

ME = Rate("me", user=75)
PEOPLE = Rate("people", user=900, app=300)


def add(x: Blueprint, world: World) -> None:
    """Add the routes that read people."""

    @x.get("/2/users/me")
    def me() -> Response:
        return jsonify({"data": person(caller(world, ME, user_only=True))})

    @x.get("/2/users/<user_id>")
    def single_person(user_id: str) -> Response:
        caller(world, PEOPLE)
        someone = world.author(user_id)
        if someone is None or someone.platform != X:
            return jsonify({"errors": [missing(user_id, "id") | {"resource_type": "user"}]})
        return jsonify({"data": person(someone)})


def person(someone: Person | Profile) -> dict[str, Any]:
    """Return one person with the fields asked for."""
    return asking.made(user_fields(someone), asking.user_field_names())


def included_people(
    world: World, shown: Iterable[Shown], referenced: Iterable[Shown]
) -> list[dict[str, Any]]:
    """Return the people that the request's expansions ask for, each once."""
    wanted, shown = asking.expansions(), list(shown)
    found: dict[str, Person | Profile] = {}
    if "author_id" in wanted:
        found |= {one.author.id: one.author for one in shown}
    if "referenced_tweets.id.author_id" in wanted:
        found |= {one.author.id: one.author for one in referenced}
    if "in_reply_to_user_id" in wanted:
        answered = (world.author(one.answered_id or "") for one in shown)
        found |= {someone.id: someone for someone in answered if someone}
    return [person(someone) for someone in found.values()]
