"""What does a request ask X for, and is it well asked?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from sandbox.x.problems import invalid
from sandbox.x.wire import Names

Fields = Mapping[str, Callable[[], Any]]
_POST_FIELDS = (
    "article article_title attachments author_id card_uri community_id context_annotations "
    "conversation_id created_at display_text_range edit_controls edit_history_post_ids "
    "edit_history_tweet_ids entities geo id in_reply_to_user_id lang note_post note_tweet "
    "possibly_sensitive public_metrics referenced_posts referenced_tweets reply_settings source "
    "text username withheld"
)
POST_FIELDS = frozenset(_POST_FIELDS.split())
LONGEST_ID = 19
ALWAYS = ("id", "text")
ALWAYS_USER = ("id", "name", "username")


def post_field_names(names: Names) -> set[str]:
    """Return the fields asked of posts, by either dialect's parameter. Raises Problem 400."""
    asked = _listed("tweet.fields") | _listed("post.fields")
    unknown = asked - POST_FIELDS
    if unknown:
        raise invalid(f"The field {min(unknown)} is not one of a post's fields.")
    return {*ALWAYS, names.history} | asked | _in_dialect(asked, names)


def user_field_names() -> set[str]:
    """Return the fields asked of people."""
    return {*ALWAYS_USER} | _listed("user.fields")


def message_field_names() -> set[str]:
    """Return the fields asked of direct messages."""
    return {"id", "event_type", "text"} | _listed("dm_event.fields")


def media_field_names() -> set[str]:
    """Return the fields asked of pictures and films."""
    return _listed("media.fields")


def expansions() -> set[str]:
    """Return what is to be included."""
    return _listed("expansions")


def wants_referenced() -> bool:
    """Whether the posts referred to are to be included, in either dialect's word."""
    return not expansions().isdisjoint({"referenced_tweets.id", "referenced_posts"})


def number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number within bounds. Raises Problem 400."""
    text = request.args.get(name, str(default))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise invalid(
            f"The `{name}` query parameter value [{text}] is not between {least} and {most}"
        )
    return int(text)


def an_id(name: str) -> int | None:
    """Return an id given as a parameter. Raises Problem 400."""
    text = request.args.get(name)
    if text is None:
        return None
    if not text.isdecimal() or len(text) > LONGEST_ID:
        raise invalid(f"The `{name}` query parameter value [{text}] is not valid")
    return int(text)


def made(fields: Fields, wanted: set[str]) -> dict[str, Any]:
    """Make the wanted fields; what has no value is left out, as X does."""
    found = {name: make() for name, make in fields.items() if name in wanted}
    return {name: value for name, value in found.items() if value is not None}


def _in_dialect(asked: set[str], names: Names) -> set[str]:
    """Take a field asked for in either dialect's word for that of the day."""
    pairs = (("referenced_tweets", "referenced_posts"), ("note_tweet", "note_post"))
    today = (names.references, names.note)
    return {name for name, pair in zip(today, pairs, strict=True) if asked & {*pair}}


def _listed(name: str) -> set[str]:
    return {one for one in request.args.get(name, "").split(",") if one}
