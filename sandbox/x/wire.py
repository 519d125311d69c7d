"""How does one post or message look on X's wire?

Sources: X OpenAPI 2.159 and 2.167; docs/platforms.md 2.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.records import Person, Profile
from sandbox.x import attached
from sandbox.x.tree import Shown
from sandbox.x.wording import entities

EDITABLE = timedelta(minutes=30)
EDITS = 5
WITHHELD = {"copyright": False, "country_codes": ["US"]}


@dataclass(frozen=True)
class Names:
    """What one dialect calls things."""

    history: str
    references: str
    included: str
    note: str
    shared: str


DIALECTS = {
    "tweet": Names(
        "edit_history_tweet_ids", "referenced_tweets", "tweets", "note_tweet", "retweet"
    ),
    "post": Names("edit_history_post_ids", "referenced_posts", "posts", "note_post", "repost"),
}


def post_fields(one: Shown, names: Names) -> dict[str, Callable[[], Any]]:
    """Return every field a post can have, each made only when asked for."""
    return {
        "id": lambda: one.id,
        "text": lambda: attached.with_address(one.text, one.attached),
        names.history: lambda: list(one.ids),
        "author_id": lambda: one.author.id,
        "conversation_id": lambda: one.top_id,
        "created_at": lambda: moment(one.written_at),
        "in_reply_to_user_id": lambda: one.answered_id,
        names.references: lambda: _references(one),
        "entities": lambda: _entities(one),
        names.note: lambda: _note(one),
        "edit_controls": lambda: _edit_controls(one),
        "lang": lambda: "und",
        "attachments": lambda: attached.keys(one.attached),
        "withheld": lambda: WITHHELD if one.withheld else None,
        "display_text_range": lambda: _displayed(one),
        "public_metrics": lambda: _metrics(one, names),
    }


def user_fields(someone: Person | Profile) -> dict[str, Callable[[], Any]]:
    """Return every field a person can have."""
    return {
        "id": lambda: someone.id,
        "name": lambda: someone.name,
        "username": lambda: someone.handle,
        "verified": lambda: isinstance(someone, Profile),
        "profile_image_url": lambda: "https://pbs.twimg.com/sandbox/person.png",
    }


def moment(at: datetime) -> str:
    """Write a time with milliseconds; tweepy fails without them."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _entities(one: Shown) -> dict[str, Any] | None:
    text = attached.with_address(one.text, one.attached)
    return entities(one.words, text, attached.entity(text, one.attached))


def _references(shown: Shown) -> list[dict[str, str]] | None:
    found = {"replied_to": shown.parent_id, "quoted": shown.quoted_id}
    return [{"type": name, "id": one} for name, one in found.items() if one] or None


def _displayed(shown: Shown) -> list[int]:
    """Return the part people see: the handles that make a reply are hidden."""
    return [len(shown.added) if shown.parent_id else 0, len(shown.text)]


def _note(shown: Shown) -> dict[str, Any] | None:
    if not shown.is_long:
        return None
    found = entities(shown.words, shown.whole)
    return {"text": shown.whole} | ({"entities": found} if found else {})


def _edit_controls(shown: Shown) -> dict[str, Any]:
    return {
        "is_edit_eligible": shown.parent_id is None,
        "edits_remaining": max(EDITS - len(shown.ids) + 1, 0),
        "editable_until": moment(shown.written_at + EDITABLE),
    }


def _metrics(one: Shown, names: Names) -> dict[str, int]:
    counted = (names.shared, "reply", "like", "quote", "bookmark", "impression")
    known = {"like_count": one.likes, **one.counts()}
    return {f"{name}_count": 0 for name in counted} | known
