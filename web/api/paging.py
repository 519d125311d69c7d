"""Where does the next page start?"""

from __future__ import annotations

import base64
import binascii

from flask import request

from inbox.errors import Invalid
from web.api.operations import Parameter

USUAL, MOST = 50, 100

CURSOR = Parameter(
    name="cursor",
    place="query",
    schema={"type": "string"},
    description="`next` of the page before.",
)
LIMIT = Parameter(
    name="limit",
    place="query",
    schema={"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    description="How many at most.",
)


class BadCursor(Invalid):
    """Not a cursor of ours."""

    def __init__(self) -> None:
        super().__init__("This cursor cannot be read. Start without one.")


class BadLimit(Invalid):
    """Not a number that a page can have."""

    def __init__(self) -> None:
        super().__init__(f"limit must be a whole number from 1 to {MOST}.")


def limit() -> int:
    """Read how many are wanted. Raises BadLimit."""
    given = request.args.get("limit", str(USUAL))
    # isdecimal lets other scripts' digits through, and int() reads them too.
    if not (given.isdecimal() and len(given) <= len(str(MOST)) and 1 <= int(given) <= MOST):
        raise BadLimit
    return int(given)


def mark() -> str | None:
    """Read where to go on. Raises BadCursor."""
    given = request.args.get("cursor")
    if not given:
        return None
    try:
        return base64.b64decode(given, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise BadCursor from None


def cursor(found: str | None) -> str | None:
    """Write where to go on, so that no program reads meaning into it."""
    return base64.urlsafe_b64encode(found.encode()).decode() if found else None
