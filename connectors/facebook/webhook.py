"""What happened below a Page's posts, as Meta pushes it in the field `feed`?

Source: Graph API, Webhooks reference, Page, `feed`; docs/platforms.md 2.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.graph.times import pushed_moment
from connectors.pages import Author, Incoming, Notice, PostSeen
from connectors.words import Direction, Happening, Kind

Json = Mapping[str, Any]

SAID = ("add", "edit", "edited")
HAPPENINGS = {
    "remove": Happening.REMOVED,
    "hide": Happening.HIDDEN,
    "unhide": Happening.UNHIDDEN,
}


def change(page_id: str, value: Json, pushed_at: Any) -> Incoming | Notice | None:
    """Read one change of the feed; None for what is no comment, or a verb we don't know."""
    if value.get("item") != "comment":
        return None
    verb, comment_id = value.get("verb"), str(value["comment_id"])
    if verb in HAPPENINGS:
        # `created_time` may be that of the comment, long before it was removed.
        at = pushed_moment(pushed_at) if pushed_at else None
        return Notice(external_id=comment_id, happening=HAPPENINGS[verb], at=at)
    if verb not in SAID:
        return None
    at = pushed_moment(value.get("created_time") or pushed_at)
    author = _author(value.get("from"))
    post_id = str(value["post_id"])
    parent = str(value.get("parent_id") or post_id)
    reply_to = parent if parent != post_id else None
    ours = author is not None and author.external_id == page_id
    return Incoming(
        kind=Kind.COMMENT,
        external_id=comment_id,
        thread_id=reply_to or comment_id,
        direction=Direction.OUT if ours else Direction.IN,
        text=str(value.get("message") or ""),
        sent_at=at,
        author=author,
        reply_to=reply_to,
        post=PostSeen(
            external_id=post_id, permalink=value.get("post", {}).get("permalink_url", "")
        ),
    )


def _author(told: Json | None) -> Author | None:
    if not told or "id" not in told:
        return None
    return Author(external_id=str(told["id"]), name=told.get("name", ""))
