"""What may programs ask, and where? docs/api.md explains it to their authors."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from web.access import anyone, ruled_by
from web.api import (
    canned,
    handling,
    hooks,
    openapi,
    problems,
    reading,
    replying,
    reporting,
    searching,
)
from web.api.caller import by_token
from web.api.operations import Operation
from web.api.schema import HIGHEST_NUMBER

OPERATIONS: tuple[Operation, ...] = (
    *reading.OPERATIONS,
    *searching.OPERATIONS,
    *replying.OPERATIONS,
    *handling.OPERATIONS,
    *canned.OPERATIONS,
    *reporting.OPERATIONS,
    *hooks.OPERATIONS,
)
DOCUMENT = openapi.document(OPERATIONS)
_NUMBER = f"<int(max={HIGHEST_NUMBER}):{{}}>"

routes = Blueprint("api", __name__, url_prefix=openapi.PREFIX)


@routes.get("/openapi.json")
@anyone
def describe() -> ResponseReturnValue:
    """Describe the API to programs."""
    return jsonify(DOCUMENT)


def _rule(operation: Operation) -> str:
    path = operation.path.replace("{name}", "<name>")
    for number in ("conversation_id", "response_id", "submission_id", "webhook_id", "dispatch_id"):
        path = path.replace(f"{{{number}}}", _NUMBER.format(number))
    return path


for _one in OPERATIONS:
    _handler = ruled_by(by_token(_one.needs, _one.scope))(_one.handler)
    routes.add_url_rule(_rule(_one), _one.name, _handler, methods=[_one.method])
problems.install(routes)
