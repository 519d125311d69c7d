"""Which part of X's OpenAPI files do we need? Run it where the files are to write the copies.

python tests/contracts/x/reduce.py ../shared/specs/x
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = {
    "tweet": "openapi-2.159-tweet-dialect.json",
    "post": "openapi-2.167-post-dialect.json",
}
ROUTES = (
    "GET /2/users/me",
    "GET /2/users/{id}",
    "GET /2/users/{id}/mentions",
    "GET /2/users/{id}/tweets",
    "GET /2/tweets",
    "POST /2/tweets",
    "GET /2/tweets/{id}",
    "DELETE /2/tweets/{id}",
    "PUT /2/tweets/{tweet_id}/hidden",
    "GET /2/tweets/{id}/quote_tweets",
    "GET /2/tweets/search/recent",
    "GET /2/dm_events",
    "GET /2/dm_conversations/{id}/dm_events",
    "GET /2/dm_conversations/with/{participant_id}/dm_events",
    "POST /2/dm_conversations/with/{participant_id}/messages",
    "POST /2/dm_conversations/{dm_conversation_id}/messages",
    "POST /2/media/upload",
    "POST /2/media/metadata",
    "GET /2/webhooks",
    "POST /2/webhooks",
    "PUT /2/webhooks/{webhook_id}",
    "DELETE /2/webhooks/{webhook_id}",
    "GET /2/activity/subscriptions",
    "POST /2/activity/subscriptions",
    "PUT /2/activity/subscriptions/{subscription_id}",
)
# What one push carries, for each dialect: only the newer one knows posts in it.
PUSHED = {
    "Expansions",
    "ActivitySubscriptionFilter",
    "ActivityEventId",
    "PostDeleteActivityResponsePayload",
}
PROSE = {"description", "example", "examples", "externalDocs"}
PREFIX = "#/components/schemas/"


def reduced(source: dict[str, Any]) -> dict[str, Any]:
    """Keep the answers of our routes and every schema they lead to, without prose."""
    answers = {route: _answers(source, route) for route in ROUTES}
    schemas = source["components"]["schemas"]
    pushed = PUSHED & schemas.keys()
    needed, waiting = set(), set(_references(answers)) | {"Error", "Problem"} | pushed
    while waiting:
        name = waiting.pop()
        needed.add(name)
        waiting |= set(_references(schemas[name])) - needed
    kept = {name: _bare(schemas[name]) for name in sorted(needed)}
    version = source["info"]["version"]
    return {"version": version, "routes": answers, "components": {"schemas": kept}}


def copy_of(dialect: str) -> Path:
    """Return where the copy of a dialect lies."""
    return HERE / f"{dialect}-dialect.json"


def written(facts: dict[str, Any]) -> str:
    """Write a copy as text, one schema a line."""
    return json.dumps(facts, indent=1, sort_keys=True) + "\n"


def _answers(source: dict[str, Any], route: str) -> dict[str, str]:
    method, path = route.split()
    answers = source["paths"][path][method.lower()]["responses"]
    return {
        status: answer["content"]["application/json"]["schema"]["$ref"]
        for status, answer in answers.items()
        if status != "default"
    }


def _references(value: Any) -> Iterator[str]:
    """Yield the schemas named in a value; a discriminator's list leads nowhere we need."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "discriminator":
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
    elif isinstance(value, str) and value.startswith(PREFIX):
        yield value.removeprefix(PREFIX)


def _bare(value: Any, *, names: bool = False) -> Any:
    """Drop prose, but not a property that is called `description`."""
    if isinstance(value, list):
        return [_bare(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _bare(inner, names=name == "properties")
        for name, inner in value.items()
        if names or name not in PROSE | {"discriminator"}
    }


if __name__ == "__main__":
    for dialect, file in SOURCES.items():
        source = json.loads((Path(sys.argv[1]) / file).read_text())
        copy_of(dialect).write_text(written(reduced(source)))
