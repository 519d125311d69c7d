"""How does Graph say no?

Source: developers.facebook.com/docs/graph-api/guides/error-handling;
docs/platforms.md 4.5.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Response

FORBIDDEN_CODES = frozenset({4, 10, 32, 200, 368, 613})
OUTSIDE_WINDOW = 2018278
NO_SUCH_USER = 2018001
NOT_THERE = 33


class GraphError(Exception):
    """An error envelope on its way out."""

    def __init__(self, code: int, message: str, *, subcode: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.subcode = subcode

    def response(self) -> Response:
        """Write it the way Graph does."""
        told: dict[str, Any] = {
            "message": str(self),
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": "Asandbox0000000000000000",
        }
        if self.subcode:
            told["error_subcode"] = self.subcode
        status = 403 if self.code in FORBIDDEN_CODES else 400
        body = json.dumps({"error": told})
        return Response(body, status=status, content_type="application/json; charset=UTF-8")


def not_there(node_id: str) -> GraphError:
    """Say that an object does not exist, or is not for this token."""
    return GraphError(
        100,
        f"Unsupported get request. Object with ID '{node_id}' does not exist, cannot be loaded "
        "due to missing permissions, or does not support this operation.",
        subcode=NOT_THERE,
    )


def bad_parameter(message: str) -> GraphError:
    """Say that a parameter is wrong."""
    return GraphError(100, f"(#100) {message}")


def ended(reason: str, subcode: int) -> GraphError:
    """Say that a token opens nothing any more."""
    return GraphError(190, f"Error validating access token: {reason}", subcode=subcode)
