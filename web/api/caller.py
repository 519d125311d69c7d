"""Which program is calling, for whom, and with which words?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from inbox import bearers, clock, reach, shaping
from inbox.audit.what import What
from inbox.errors import NotAllowed
from inbox.models import Token
from inbox.permissions import Permission
from inbox.scopes import Scope
from web import auditing, serving
from web.access import Rule, refuse_unless
from web.api import schema

Shape = TypeVar("Shape")


class NoToken(NotAllowed):
    """The request names nobody."""

    def __init__(self) -> None:
        super().__init__("Send `Authorization: Bearer` with a token of `hearback token create`.")


class ScopeMissing(NotAllowed):
    """The token was made for other work."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"This token lacks the scope `{scope}`. Make one that has it.")
        self.scope = scope


def _by_token() -> Token:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NoToken
    session = serving.session()
    token = bearers.find(session, secret.strip())
    g.user, g.token_id, g.token_ends = token.user, token.id, token.expires_at
    g.user_id = token.user.id
    reach.hold(session, reach.of(token.user))
    auditing.admitted(token.user)
    if not bearers.is_noted(token, clock.now(session)):
        with auditing.writing() as writing:
            bearers.note_used(writing, token.id)
    return token


def by_token(needs: Permission, scope: Scope) -> Rule:
    """Return the rule that admits a token made for this, of somebody who may do it."""

    def admit() -> None:
        token = _by_token()
        # Roles change; a token never does more than its person may at this moment.
        refuse_unless(needs)
        if scope not in token.scopes:
            raise ScopeMissing(scope)

    # No browser sends this header by itself, so no other site can borrow it.
    return Rule(f"token: {needs}", admit, by_cookie=False, refused_as=What.TOKEN_REFUSED)


def body(shape: type[Shape]) -> Shape:
    """Read the JSON body; none at all is an empty one. Raises Unreadable."""
    if not request.get_data(cache=True):
        return schema.read(shape, {})
    try:
        return schema.read(shape, request.get_json())
    except (BadRequest, UnsupportedMediaType, RecursionError):
        raise schema.Unreadable("Send JSON, and say so with `Content-Type`.") from None


def answer(shape: Any, status: int = 200) -> ResponseReturnValue:
    """Write a shape as JSON, and beside it when the program needs another token."""
    ends: datetime | None = g.get("token_ends")
    headers = {"Hearback-Token-Ends": shaping.plain(ends)} if ends else {}
    return jsonify(shaping.plain(shape)), status, headers
