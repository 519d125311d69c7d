"""How does X say no?

Source: X OpenAPI 2.159 and 2.167, schemas Error and Problem.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask import Response, current_app

from sandbox.faults import REVOKED_TOKEN
from sandbox.world import World

ADDRESSES = {
    "tweet": "https://api.twitter.com/2/problems/",
    "post": "https://api.x.com/2/problems/",
}
GENERIC = "about:blank"
INVALID = "invalid-request"
WINDOW = timedelta(minutes=15)


class Problem(Exception):
    """An error answer on its way out; `kind` is the end of its type's address."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str = GENERIC,
        title: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kind = kind
        self.title = title or HTTPStatus(status).phrase
        self.headers = headers or {}


def invalid(detail: str) -> Problem:
    """Say that a parameter is wrong."""
    return Problem(400, detail, kind=INVALID, title="Invalid Request")


def told(problem: Problem) -> Response:
    """Write a problem in the dialect of the day: 2.167 has no generic problem."""
    spoken = dialect()
    body: dict[str, Any] = {
        "title": problem.title,
        "detail": problem.detail,
        "type": GENERIC if problem.kind == GENERIC else ADDRESSES[spoken] + problem.kind,
        "status": problem.status,
    }
    kind = "application/problem+json"
    if problem.kind == GENERIC and spoken == "post":
        body, kind = {"code": problem.status, "message": problem.detail}, "application/json"
    answer = Response(json.dumps(body), status=problem.status, content_type=kind)
    answer.headers.update(problem.headers)
    return answer


def dialect() -> str:
    """Return the dialect X speaks now, for answers given outside of any route too."""
    world: World = current_app.extensions["world"]
    rules: dict[str, str] = world.drawer("x").get("rules", {})
    return rules.get("dialect", "tweet")


def missing(resource_id: str, parameter: str) -> dict[str, Any]:
    """Write a partial error: X answers 200 and leaves the post out."""
    spoken = dialect()
    return {
        "resource_type": "tweet" if spoken == "tweet" else "post",
        "resource_id": resource_id,
        "parameter": parameter,
        "value": resource_id,
        "title": "Not Found Error",
        "detail": f"Could not find {spoken} with {parameter}: [{resource_id}].",
        "type": ADDRESSES[spoken] + "resource-not-found",
    }


def closed(resource_id: str, parameter: str) -> dict[str, Any]:
    """Write a partial error about a post whose author is suspended or protected."""
    spoken = dialect()
    return missing(resource_id, parameter) | {
        "section": "includes" if "." in parameter else "data",
        "title": "Authorization Error",
        "detail": f"Sorry, you are not authorized to see the {spoken} with {parameter}: "
        f"[{resource_id}].",
        "type": ADDRESSES[spoken] + "not-authorized-for-resource",
    }


def refusal(fault: str) -> Response:
    """Answer a fault that is X's own."""
    if fault == REVOKED_TOKEN:
        return told(Problem(401, "Unauthorized"))
    return told(too_many(limit=1, resets_at=datetime.now(UTC) + WINDOW))


def too_many(*, limit: int, resets_at: datetime) -> Problem:
    """Say that a limit is used up."""
    headers = rate_headers(limit=limit, remaining=0, resets_at=resets_at)
    return Problem(429, "Too Many Requests", headers=headers)


def rate_headers(*, limit: int, remaining: int, resets_at: datetime) -> dict[str, str]:
    """Write X's three headers; it has no Retry-After."""
    return {
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(int(resets_at.timestamp())),
    }
