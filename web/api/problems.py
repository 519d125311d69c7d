"""What is a program told whose token is missing or no good?

Every other refusal is written by web/errors.py, as problem+json (RFC 9457).
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, jsonify

from inbox.errors import NotAllowed
from inbox.tokens import BadToken
from web.api.caller import NoToken


def install(routes: Blueprint) -> None:
    """Answer 401, which asks for a token, where a person would be sent to sign in."""
    routes.register_error_handler(BadToken, _unknown)
    routes.register_error_handler(NoToken, _unknown)


def _unknown(error: NotAllowed) -> Response:
    status = HTTPStatus.UNAUTHORIZED
    problem = jsonify(type="about:blank", title=status.phrase, status=status, detail=str(error))
    problem.status_code = status
    problem.mimetype = "application/problem+json"
    problem.headers["WWW-Authenticate"] = "Bearer"
    return problem
