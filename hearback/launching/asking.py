"""What does a program of the house answer about itself while it starts?"""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

ANSWER_SECONDS = 3.0
OK = 200
# A desk with a wrong key works but for its accounts, which are connected again on it.
STARTS_WITHOUT = "credentials"


def answers(page: str) -> bool:
    """Whether a page of ours answers that all is well."""
    return _asked(page)[0] == OK


def is_ready(page: str) -> bool:
    """Whether every part that a start needs answers, as the page of readiness says it."""
    checks = _checks(page)
    return bool(checks) and all(one["ok"] for one in checks if one["name"] != STARTS_WITHOUT)


def problem(page: str) -> str:
    """Return what the page of readiness says of credentials that cannot be opened, or nothing."""
    said = (one["words"] for one in _checks(page) if one["name"] == STARTS_WITHOUT)
    return next((str(words) for words in said if "cannot be opened" in words), "")


def _checks(page: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(_asked(page)[1])["checks"]
    except (ValueError, KeyError):
        return []
    return found


def _asked(page: str) -> tuple[int, bytes]:
    """Return the status and the body, 0 and nothing where nobody answers."""
    parts = urlsplit(page)
    connection = http.client.HTTPConnection(parts.netloc, timeout=ANSWER_SECONDS)
    with closing(connection):
        try:
            connection.request("GET", f"{parts.path}?{parts.query}")
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
