"""What does the whole sandbox look like as plain facts?"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from sandbox.app import Sandbox


def of(sandbox: Sandbox, *, summary: bool = False) -> dict[str, Any]:
    """Describe clock, department and counts; unless `summary`, everything said too."""
    world = sandbox.world
    sayings = world.shelf.by_id
    facts: dict[str, Any] = {
        "now": world.clock.now(),
        "limits": world.limits.mode,
        "profiles": list(world.profiles.values()),
        "faults": sandbox.faults.described(),
        "counts": {"posts": len(world.posts), "people": len(world.people), "sayings": len(sayings)},
    }
    if not summary:
        facts["posts"] = list(world.posts.values())
        facts["people"] = list(world.people)
        facts["threads"] = list(world.threads.values())
        facts["sayings"] = list({id(s): s for s in sayings.values()}.values())
        facts["tokens"] = list(world.tokens.values())
    return facts


def plain(value: Any) -> Any:
    """Turn a record or a moment into what JSON can hold."""
    return value.isoformat() if isinstance(value, datetime) else vars(value)


def written(value: Any) -> bytes:
    """Write records and moments as JSON; lone surrogates stay as escapes."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        # orjson is many times quicker, but refuses lone surrogates.
        return json.dumps(value, default=plain).encode("ascii")
