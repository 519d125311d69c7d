"""Things the public says, as a connector would hand them over."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from connectors.pages import Author, Incoming, PostSeen
from connectors.words import Direction, Kind

_numbers = itertools.count(1)


def incoming(**given: Any) -> Incoming:
    """Build a comment from a resident under a post, or whatever is asked instead."""
    number = next(_numbers)
    external_id = given.get("external_id", f"comment-{number}")
    usual = {
        "kind": Kind.COMMENT,
        "external_id": external_id,
        "thread_id": external_id,
        "direction": Direction.IN,
        "text": f"Is Juniper Street open again? ({number})",
        "sent_at": datetime(2026, 11, 23, 13, 50, tzinfo=UTC),
        "author": Author(external_id=f"resident-{number}", name=f"Resident {number}"),
        "post": PostSeen(external_id="post-1", text="Juniper Street is closed today."),
    }
    return Incoming(**{**usual, **given})


def native_answer(to: Incoming, **given: Any) -> Incoming:
    """Build what the department itself typed on the platform below a message."""
    usual = {
        "kind": to.kind,
        "thread_id": to.thread_id,
        "direction": Direction.OUT,
        "text": "It opens at six.",
        "author": None,
        "post": to.post,
        "reply_to": to.external_id,
    }
    return incoming(**{**usual, **given})
