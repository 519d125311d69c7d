"""How is a row of the log tied to the one before it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inbox import chain
from inbox.models import AuditEvent

# A row's number is not among them: its place is held by the digest before it.
_CHAINED = (
    "occurred_at",
    "user_id",
    "who",
    "means",
    "address",
    "sign_in",
    "what",
    "outcome",
    "object_kind",
    "object_id",
    "object_name",
    "detail",
)


def digest(previous: bytes, columns: dict[str, Any]) -> bytes:
    """Return the digest of a row that follows another."""
    body = {name: columns[name] for name in _CHAINED}
    at: datetime = columns["occurred_at"]
    return chain.link(previous, chain.canonical({**body, "occurred_at": at.isoformat()}))


def digest_of(row: AuditEvent) -> bytes:
    """Compute again what a row's digest must be."""
    return digest(row.previous, {name: getattr(row, name) for name in _CHAINED})
