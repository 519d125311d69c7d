"""How does a conversation stand, so that it can stand like this again?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inbox.models import Conversation, Priority, Status

_KEPT = (
    "status",
    "named_status_id",
    "priority",
    "assignee_id",
    "team_id",
    "is_unread",
    "snippet",
    "language",
    "active_at",
    "is_new_cycle",
    "waiting_since",
    "answer_by",
    "resolved_at",
    "snoozed_until",
    "merged_into_id",
)
_INSTANTS = ("waiting_since", "answer_by", "snoozed_until")


def of(conversation: Conversation) -> dict[str, Any]:
    """Return how a conversation stands, to be kept."""
    values = {name: getattr(conversation, name) for name in _KEPT}
    return {
        name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()
    }


def restore(conversation: Conversation, kept: dict[str, Any]) -> None:
    """Let a conversation stand as it did."""
    for name, one in kept.items():
        is_instant = one is not None and (name.endswith("_at") or name in _INSTANTS)
        setattr(conversation, name, datetime.fromisoformat(one) if is_instant else one)
    conversation.status, conversation.priority = Status(kept["status"]), Priority(kept["priority"])
