"""Does an answer keep to X's own specification?"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from tests.contracts.x.reduce import copy_of

ROWS = {"tweet": {"data": "Tweet", "tweets": "Tweet"}, "post": {"data": "Post", "posts": "Post"}}

NO_POSTS = ("/dm_", "/users/me", "/2/webhooks", "/2/activity/")
_POST = {"tweet": "Tweet", "post": "Post"}


@cache
def specification(dialect: str) -> dict[str, Any]:
    """Load the copy of a dialect's specification."""
    facts: dict[str, Any] = json.loads(copy_of(dialect).read_text())
    return facts


def hold(response: requests.Response, dialect: str) -> None:
    """Assert that an answer has the form that the specification gives its route."""
    schema = _schema(response, dialect)
    body = response.json()
    complaints = [
        f"{error.json_path}: {error.message[:200]}"
        for error in _validator(schema, dialect).iter_errors(body)
    ]
    assert not complaints, (response.request.method, response.url, complaints)
    _hold_names(body, response, dialect)


def hold_push(body: bytes, dialect: str) -> None:
    """Assert that a push has the form of the specification, as far as one is given."""
    event = json.loads(body)["data"]
    kind = event["event_type"]
    parts = {"ActivityEventId": event["event_uuid"], "ActivitySubscriptionFilter": event["filter"]}
    if kind.startswith("post."):
        post = "PostDeleteActivityResponsePayload" if kind == "post.delete" else _POST[dialect]
        parts |= {post: event["payload"], "Expansions": event.get("includes", {})}
    known = specification(dialect)["components"]["schemas"]
    complaints = [
        f"{kind} {name} {error.json_path}: {error.message[:200]}"
        for name, part in parts.items()
        if name in known
        for error in _validator(f"#/components/schemas/{name}", dialect).iter_errors(part)
    ]
    assert not complaints, complaints
    if _POST[dialect] in parts:
        assert event["payload"].keys() <= known[_POST[dialect]]["properties"].keys()


def _schema(response: requests.Response, dialect: str) -> str:
    if not response.ok:
        is_problem = response.headers["content-type"].startswith("application/problem+json")
        return "#/components/schemas/" + ("Problem" if is_problem else "Error")
    method, path = response.request.method, urlsplit(response.url).path
    routes = specification(dialect)["routes"]
    # The route with the fewest parameters fits best: /2/users/me before /2/users/{id}.
    for route in sorted(routes, key=lambda route: route.count("{")):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route), f"{method} {path}"):
            return str(routes[route][str(response.status_code)])
    raise AssertionError(f"X has no route {method} {path}.")


@cache
def _validator(schema: str, dialect: str) -> Any:
    components = specification(dialect)["components"]
    whole = {"allOf": [{"$ref": schema}], "components": components}
    return OAS30Validator(whole, format_checker=oas30_format_checker)


def _hold_names(body: Any, response: requests.Response, dialect: str) -> None:
    """Assert that no post carries a field the specification does not know."""
    if not response.ok or any(part in response.url for part in NO_POSTS):
        return
    schemas = specification(dialect)["components"]["schemas"]
    parts = {"data": body.get("data", []), **body.get("includes", {})}
    for part, name in ROWS[dialect].items():
        rows = parts.get(part, [])
        for row in rows if isinstance(rows, list) else []:
            assert row.keys() <= schemas[name]["properties"].keys()
