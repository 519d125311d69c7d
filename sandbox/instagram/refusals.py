"""How does Instagram's private API say no?"""

from __future__ import annotations

import json
from typing import Any

from flask import Response


class Refusal(Exception):
    """One refusal: a status and a body with `status: fail`."""

    def __init__(self, status: int, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, **facts, "status": "fail"}

    def response(self) -> Response:
        """Write it for the wire."""
        return Response(json.dumps(self.body), self.status, mimetype="application/json")


def logged_out() -> Refusal:
    """Refuse a request whose session has ended."""
    return Refusal(
        403,
        "login_required",
        error_title="You've Been Logged Out",
        error_body="Please log back in.",
        logout_reason=8,
    )


def too_many() -> Refusal:
    """Refuse a request because there were too many."""
    return Refusal(429, "Too many requests")


def bad_password() -> Refusal:
    """Refuse a password."""
    sentence = "The password you entered is incorrect. Please try again."
    return Refusal(400, sentence, error_type="bad_password", invalid_credentials=True)


def unknown_name() -> Refusal:
    """Refuse a user name that nobody has."""
    return Refusal(
        400,
        "The username you entered doesn't appear to belong to an account. "
        "Please check your username and try again.",
        error_type="invalid_user",
    )


def no_media() -> Refusal:
    """Say that a media is not there."""
    return Refusal(400, "Media not found or unavailable")


def no_thread() -> Refusal:
    """Say that a direct-message thread is not there."""
    return Refusal(404, "Thread does not exist")


def deleted() -> Refusal:
    """Say that what is answered was deleted."""
    return Refusal(400, "Sorry, this comment has been deleted.")


def invalid(sentence: str) -> Refusal:
    """Refuse words or parameters."""
    return Refusal(400, sentence)
