"""Which program is calling, for whom, and with which words?"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any, TypeVar

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from inbox import tokens
from inbox.errors import NotAllowed
from web import serving
from web.access import Rule, ruled_by
from web.api import schema

Shape = TypeVar("Shape")


class NoToken(NotAllowed):
    """The request names nobody."""

    def __init__(self) -> None:
        super().__init__("Send `Authorization: Bearer` with a token of `hearback token create`.")


def _by_token() -> None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NoToken
    g.user = tokens.user_of(serving.session(), secret.strip())


# No browser sends this header by itself, so no other site can borrow it.
by_token = ruled_by(Rule("bearer token", _by_token, by_cookie=False))


def body(shape: type[Shape]) -> Shape:
    """Read the JSON body; none at all is an empty one. Raises Unreadable."""
    if not request.get_data(cache=True):
        return schema.read(shape, {})
    try:
        return schema.read(shape, request.get_json())
    except (BadRequest, UnsupportedMediaType, RecursionError):
        raise schema.Unreadable("Send JSON, and say so with `Content-Type`.") from None


def answer(shape: Any, status: int = 200) -> ResponseReturnValue:
    """Write a shape as JSON."""
    return jsonify(_plain(dataclasses.asdict(shape))), status


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value
