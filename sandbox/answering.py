"""How does the sandbox write JSON to whoever steers it?"""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from sandbox.state import plain


def as_json(value: Any, status: int = 200) -> Response:
    """Answer in JSON; lone surrogates stay as escapes."""
    body = json.dumps(value, default=plain)
    return Response(body, status=status, mimetype="application/json")
