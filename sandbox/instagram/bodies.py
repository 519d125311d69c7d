"""What did the app send in the body of a request?"""

from __future__ import annotations

import json
from typing import Any

from flask import request

from sandbox.instagram import refusals


def signed() -> dict[str, Any]:
    """Return a body that is wrapped as `signed_body=SIGNATURE.{...}`. Raises Refusal."""
    return _object(request.form.get("signed_body", "").partition(".")[2])


def cursor(*names: str) -> str | None:
    """Return the cursor that the app goes on from.

    instagrapi 3.2.2 puts it into the query or, in `media_comments` and
    `media_comment_replies`, into a signed body.
    """
    given = signed() if request.method == "POST" else request.args
    return next((str(given[name]) for name in names if given.get(name)), None)


def field(name: str) -> dict[str, Any]:
    """Return a form field that holds a JSON object. Raises Refusal."""
    return _object(request.form.get(name, ""))


def ids(text: str) -> list[str]:
    """Return the ids in JSON lists, one within another or not. Raises Refusal."""
    try:
        return _flat(json.loads(text or "[]"))
    except ValueError as error:
        raise refusals.invalid("Invalid parameters") from error


def _flat(value: Any) -> list[str]:
    if isinstance(value, list):
        return [each for inner in value for each in _flat(inner)]
    return [str(value)]


def _object(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise refusals.invalid("Invalid parameters") from error
    if not isinstance(body, dict):
        raise refusals.invalid("Invalid parameters")
    return body
