"""How does the API describe itself?"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from inbox import scopes, shapes
from inbox.subscribers.shapes import Happening
from web.api import schema
from web.api.operations import Operation, Parameter

Part = dict[str, Any]
PREFIX = "/api/v1"
_ALWAYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE)


def document(operations: Iterable[Operation]) -> Part:
    """Describe these operations as OpenAPI 3.1."""
    known = list(operations)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hearback", "version": "1", "license": {"name": "Apache-2.0"}},
        "servers": [{"url": PREFIX}],
        "security": [{"bearer": []}],
        "paths": _paths(known),
        "webhooks": {"happening": {"post": _told()}},
        "components": {
            "securitySchemes": {"bearer": _bearer()},
            "schemas": _schemas(known),
        },
    }


# What an operation lists beside the scheme are the scopes of which it needs one
# (OpenAPI 3.1.0, Security Requirement Object).
def _bearer() -> Part:
    meanings = "; ".join(f"`{scope}`: {words}" for scope, words in scopes.MEANINGS.items())
    description = f"A token with the scope that the operation names. {meanings}."
    return {"type": "http", "scheme": "bearer", "description": description}


def _told() -> Part:
    return {
        "summary": "Something happened that this webhook was added for",
        "requestBody": _body(Happening),
        "responses": {"2XX": {"description": "Taken; anything else is tried again."}},
    }


def _paths(operations: list[Operation]) -> Part:
    paths: Part = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return paths


def _operation(one: Operation) -> Part:
    return {
        "operationId": one.name,
        "summary": one.summary,
        "description": one.handler.__doc__ or "",
        "security": [{"bearer": [one.scope.value]}],
        "parameters": [_number(name) for name in one.numbers]
        + [_parameter(parameter) for parameter in one.parameters],
        **({"requestBody": _body(one.takes)} if one.takes else {}),
        "responses": {
            str(one.status.value): _response(one.status, "application/json", one.gives),
            **{str(status.value): _refusal(status) for status in (*_ALWAYS, *one.refusals)},
        },
    }


def _number(name: str) -> Part:
    kind = {"type": "integer", "minimum": 0} if name.endswith("_id") else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "schema": kind}


def _parameter(one: Parameter) -> Part:
    return {
        "name": one.name,
        "in": one.place,
        "required": one.is_required,
        "schema": one.schema,
        "description": one.description,
    }


def _body(shape: type) -> Part:
    return {"content": {"application/json": {"schema": schema.reference(shape)}}}


def _response(status: HTTPStatus, kind: str, shape: type) -> Part:
    return {
        "description": status.phrase,
        "content": {kind: {"schema": schema.reference(shape)}},
    }


def _refusal(status: HTTPStatus) -> Part:
    return _response(status, "application/problem+json", shapes.Problem)


def _schemas(operations: list[Operation]) -> Part:
    outer = {shapes.Problem, Happening} | {
        shape for one in operations for shape in (one.takes, one.gives) if shape
    }
    every = {inner for shape in outer for inner in schema.nested(shape)}
    return {shape.__name__: schema.described(shape) for shape in sorted(every, key=_name)}


def _name(shape: type) -> str:
    return shape.__name__
