"""What did people write below an Instagram account's media, or about it, as Meta pushes it?

Source: Instagram Platform, Webhooks, fields `comments`, `live_comments` and `mentions`;
docs/platforms.md 2.4. A comment carries no time, so the push's own stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.graph.times import pushed_moment
from connectors.pages import Author, Incoming, Pointer, PostSeen
from connectors.words import Direction, Kind

Json = Mapping[str, Any]


def comment(own_id: str, value: Json, pushed_at: Any) -> Incoming:
    """Read a comment or a reply below one."""
    return _said(Kind.COMMENT, own_id, value, pushed_at)


def live_comment(own_id: str, value: Json, pushed_at: Any) -> Incoming:
    """Read a comment beside a live video."""
    return _said(Kind.LIVE_COMMENT, own_id, value, pushed_at)


def mention(_own_id: str, value: Json, _pushed_at: Any) -> Pointer:
    """Read which comment, or else which caption, names the account. Raises ValueError."""
    comment_id = value.get("comment_id")
    # They become part of a question to Meta, so nothing but a number is let through.
    return Pointer(
        post_id=str(int(value["media_id"])),
        comment_id=str(int(comment_id)) if comment_id else None,
    )


def _said(kind: Kind, own_id: str, value: Json, pushed_at: Any) -> Incoming:
    author = _author(value.get("from"))
    parent = value.get("parent_id")
    ours = author is not None and author.external_id == own_id
    return Incoming(
        kind=kind,
        external_id=str(value["id"]),
        thread_id=str(parent or value["id"]),
        direction=Direction.OUT if ours else Direction.IN,
        text=str(value.get("text") or ""),
        sent_at=pushed_moment(pushed_at),
        author=author,
        reply_to=str(parent) if parent else None,
        post=PostSeen(external_id=str(value["media"]["id"])) if "media" in value else None,
    )


def _author(told: Json | None) -> Author | None:
    if not told or "id" not in told:
        return None
    return Author(external_id=str(told["id"]), handle=told.get("username", ""))
