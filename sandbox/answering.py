"""How does the sandbox write JSON to whoever steers it?"""

from __future__ import annotations

from typing import Any

from flask import Response

from sandbox.state import written


def as_json(value: Any, status: int = 200) -> Response:
    """Answer in JSON; lone surrogates stay as escapes."""
    return Response(written(value), status=status, mimetype="application/json")
