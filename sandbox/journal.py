"""Which requests did the platforms receive, and what did each one do?"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from os import SEEK_END
from typing import Any
from urllib.parse import unquote

from flask import Request

KEPT = 20_000
MASK = "***"
SECRET_WORDS = ("token", "secret", "password", "proof", "signature", "authorization", "code")
SHOWN_WORDS = ("client_token", "next_token", "pagination_token", "mutation_token")
LONGEST = 400


class Journal:
    """The last requests, numbered, oldest first. Secrets are masked on the way in."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._number = 0

    def record(self, request: Request, **facts: Any) -> None:
        """Keep one request: `facts` are platform, host, status, effects, faults and time."""
        self._number += 1
        entry = {"number": self._number, "method": request.method, "path": request.path}
        files = {name: file.stream.seek(0, SEEK_END) for name, file in request.files.items()}
        told = {"parameters": parameters(request)} | ({"files": files} if files else {})
        self._entries.append(entry | told | facts)

    def clear(self) -> None:
        """Forget every request."""
        self._entries.clear()

    def entries(self, *, since: int = 0, **wanted: str) -> list[dict[str, Any]]:
        """List requests after number `since` whose facts equal, or path contains, `wanted`."""
        return [e for e in self._entries if e["number"] > since and _fits(e, wanted)]


def _fits(entry: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    path = wanted.get("path", "")
    rest = {name: value for name, value in wanted.items() if name != "path"}
    return path in entry["path"] and all(str(entry.get(n, "")) == v for n, v in rest.items())


def parameters(request: Request) -> dict[str, Any]:
    """Return query, form and JSON of a request as one mapping, secrets masked."""
    found: dict[str, Any] = {**request.args.to_dict(), **request.form.to_dict()}
    body = request.get_json(silent=True) if request.is_json else None
    if isinstance(body, dict):
        found |= body
    signed = found.pop("signed_body", None)
    if isinstance(signed, str):
        found |= _signed(signed)
    masked: dict[str, Any] = _masked(found)
    return masked


def _signed(text: str) -> dict[str, Any]:
    # Instagram's private API wraps its JSON: SIGNATURE.{...} (docs/platforms.md 1.3).
    try:
        body = json.loads(unquote(text.partition(".")[2]))
    except ValueError:
        return {"signed_body": "unreadable"}
    return body if isinstance(body, dict) else {"signed_body": body}


def _masked(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _masked(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner, name) for inner in value]
    if _is_secret(name):
        return MASK
    return value[:LONGEST] if isinstance(value, str) else value


def _is_secret(name: str) -> bool:
    name = name.lower()
    return name not in SHOWN_WORDS and any(word in name for word in SECRET_WORDS)


def moment(at: datetime) -> str:
    """Write a moment as the journal does."""
    return at.isoformat()
