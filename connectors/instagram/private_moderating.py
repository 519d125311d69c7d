"""How are comments liked and our own deleted by the private API, and looked up by id?

Fields: instagrapi 3.2.2, `comment_like` and `comment_bulk_delete`. There is no hiding here;
that belongs to the Graph API.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.errors import OutcomeUnknown, Refused
from connectors.instagram import private_words as words
from connectors.instagram.private_errors import AlreadyGone, Gone
from connectors.instagram.private_line import Line
from connectors.looking import Found, Looked, Target
from connectors.phrases import Phrase
from connectors.words import Kind, Verb

LIKES = {Verb.LIKE: "comment_like", Verb.UNLIKE: "comment_unlike"}


def act(line: Line, verb: Verb, target: Target) -> None:
    """Do something to a comment (`connectors.base.Connector.act`)."""
    if verb in LIKES:
        path = f"media/{target.external_id}/{LIKES[verb]}/"
        data = {"container_module": "feed_contextual_self_profile", "feed_position": "0"}
    elif verb is Verb.DELETE and target.post_id:
        path = f"media/{target.post_id}/comment/bulk_delete/"
        data = {
            "comment_ids_to_delete": target.external_id,
            "container_module": "self_comments_v2_newsfeed_you",
        }
    else:
        raise Refused(Phrase("Instagram's private interface cannot do this to a comment."))
    try:
        _write(line, path, data)
    except AlreadyGone:
        # What is gone needs no deleting: the answer to an earlier attempt may have been lost.
        if verb is not Verb.DELETE:
            raise


def _write(line: Line, path: str, data: dict[str, Any]) -> None:
    signed: dict[str, Any] = line.client.with_action_data(data)
    if line.post(path, signed, signed=True).get("status") != "ok":
        raise OutcomeUnknown(words.UNKNOWN)


def look_up(line: Line, targets: Sequence[Target]) -> Looked:
    """Ask for top-level comments by the list of replies below each.

    A reply has no address of its own here, so nothing is said about it. Only
    Instagram's explicit word counts; its bare 404 is a challenge (docs/platforms.md 4.6).
    """
    line.take_bodies()
    tops = (t for t in targets if t.kind is not Kind.DIRECT_MESSAGE and _is_top(t) and t.post_id)
    found = {target.external_id: _found(line, target) for target in tops}
    return Looked(found=found, bodies=line.take_bodies())


def _is_top(target: Target) -> bool:
    return target.external_id == target.thread_id


def _found(line: Line, target: Target) -> Found:
    path = f"media/{target.post_id}/comments/{target.external_id}/inline_child_comments/"
    try:
        facts = line.get(path).facts
    except Gone:
        return Found(is_there=False)
    liked = (facts.get("parent_comment") or {}).get("has_liked_comment")
    return Found(is_liked=liked if isinstance(liked, bool) else None)
