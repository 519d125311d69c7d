"""How is a record tied to the one before it, so that a change shows?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def link(previous: bytes, body: bytes) -> bytes:
    """Return the SHA-256 of `body` chained to the digest before it."""
    return hashlib.sha256(previous + body).digest()


def canonical(fields: Mapping[str, Any]) -> bytes:
    """Write fields in the one way that always gives the same bytes."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
