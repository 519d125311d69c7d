"""Which of X's unsettled manners does the sandbox show now?

`dialect` is `tweet` (OpenAPI 2.159) or `post` (2.167). `summons` says which
people a reply may go to: `any` who addressed us, a plain reply to our post
included, or only those whose own words name us (`explicit`). What X does is not
stated (docs/platforms.md 5.4), so both can be practised. `client` says as what the
application is registered for OAuth 2.0; `parents` whether a push includes the posts that
one refers to: `pushed`, or `left_out`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.world import World
from sandbox.x.problems import Problem

CHOICES = {
    "dialect": ("tweet", "post"),
    "summons": ("any", "explicit"),
    "client": ("confidential", "public"),
    "parents": ("pushed", "left_out"),
}


def of(world: World) -> dict[str, str]:
    """Return the manners now, each the first of its choices unless changed."""
    chosen: dict[str, str] = world.drawer("x").get("rules", {})
    return {name: choices[0] for name, choices in CHOICES.items()} | chosen


def add(x: Blueprint, world: World) -> None:
    """Add the switch: no route of X's, and so under /sandbox."""

    @x.put("/sandbox/rules")
    def change() -> Response:
        wanted: Any = request.get_json(silent=True)
        if not isinstance(wanted, dict) or not wanted:
            raise Problem(400, "Name a rule and its value.")
        for name, value in wanted.items():
            if value not in CHOICES.get(name, ()):
                raise Problem(400, f"{name} can't be {value!r}; the rules are {CHOICES}.")
        world.drawer("x")["rules"] = of(world) | wanted
        world.touch("changed X's rules")
        return jsonify(of(world))
