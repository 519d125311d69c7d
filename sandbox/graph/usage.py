"""How much of its quota has a token used, and is it at its end?

Source: Graph API, Rate Limiting. A Page's quota is 4,800 calls a day per engaged
person; the practice Page has a hundred of them.
"""

from __future__ import annotations

import json
from datetime import timedelta
from math import ceil

from flask import Response

from sandbox.graph.failing import GraphError
from sandbox.limits import Allowance
from sandbox.records import Token
from sandbox.world import World

CALLS_AN_HOUR = 4_800 * 100 // 24
HOUR = timedelta(hours=1)
LIMIT_REACHED = 80001


def count(world: World, token: Token) -> Allowance:
    """Count one call of a token. Raises GraphError 80001 when the quota is used up."""
    return world.limits.take(token.value, "graph", limit=CALLS_AN_HOUR, window=HOUR)


def limit_reached() -> GraphError:
    """Say that there are no calls left."""
    return GraphError(
        LIMIT_REACHED,
        "(#80001) There have been too many calls to this Page account. Wait a bit and try again.",
    )


def tell(response: Response, profile_id: str, used: int, wait: timedelta) -> None:
    """Put the figures into the headers, in percent and minutes, as Meta does."""
    shares = {"call_count": used, "total_cputime": used // 2, "total_time": used // 2}
    business = {"type": "pages", **shares}
    business["estimated_time_to_regain_access"] = ceil(wait / timedelta(minutes=1))
    response.headers["X-App-Usage"] = json.dumps(shares)
    response.headers["X-Business-Use-Case-Usage"] = json.dumps({profile_id: [business]})


def percent(allowance: Allowance) -> int:
    """Say how much of an allowance is used."""
    return 100 * (allowance.limit - allowance.remaining) // allowance.limit
