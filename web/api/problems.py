"""What is a program told whose token is missing, no good, or made for something else?

Every other refusal is written by web/errors.py, as problem+json (RFC 9457).
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, jsonify

from inbox.bearers import BadToken, TokenEnded
from inbox.errors import NotAllowed
from web.api.caller import NoToken, ScopeMissing


def install(routes: Blueprint) -> None:
    """Answer 401, which asks for a token, where a person would be sent to sign in."""
    routes.register_error_handler(BadToken, _unknown)
    routes.register_error_handler(TokenEnded, _unknown)
    routes.register_error_handler(NoToken, _unknown)
    routes.register_error_handler(ScopeMissing, _too_narrow)


def _unknown(error: NotAllowed) -> Response:
    return _problem(HTTPStatus.UNAUTHORIZED, error, "Bearer")


# As RFC 6750, section 3.1, has a program told which scope it needs.
def _too_narrow(error: ScopeMissing) -> Response:
    challenge = f'Bearer error="insufficient_scope", scope="{error.scope}"'
    return _problem(HTTPStatus.FORBIDDEN, error, challenge)


def _problem(status: HTTPStatus, error: NotAllowed, challenge: str) -> Response:
    problem = jsonify(type="about:blank", title=status.phrase, status=status, detail=str(error))
    problem.status_code = status
    problem.mimetype = "application/problem+json"
    problem.headers["WWW-Authenticate"] = challenge
    return problem
