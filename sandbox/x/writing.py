"""What does X do when the department posts, replies or deletes?"""

from __future__ import annotations

import unicodedata
from typing import Any

import regex  # type: ignore[import-untyped]  # ships no types
from flask import Blueprint, Response, jsonify, request

from sandbox import uploads
from sandbox.records import Post, Profile, Saying
from sandbox.world import World
from sandbox.x import rules, tree, uploading
from sandbox.x.problems import Problem, invalid
from sandbox.x.tokens import READS, Rate, caller
from sandbox.x.tree import Shown
from sandbox.x.wire import DIALECTS
from sandbox.x.wording import LINK

POST = Rate("post", user=100, scopes=(*READS, "tweet.write"))
DELETE = Rate("delete", user=50, scopes=(*READS, "tweet.write"))
HIDE = Rate("hide", user=50, scopes=(*READS, "tweet.moderate.write"))
LONGEST = 280
LINK_WEIGHT = 23
_LIGHT = regex.compile(r"[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]+")
_CLUSTER = regex.compile(r"\X")

# Wording from X's own answers, as far as it is known (docs/platforms.md 6).
GONE = "You attempted to reply to a Tweet that is deleted or not visible to you."
NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)
NOT_HIDEABLE = "You are not permitted to hide this reply."
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
TOO_LONG = "Your Tweet text is too long."


def add(x: Blueprint, world: World) -> None:
    """Add the routes that write posts."""

    @x.post("/2/tweets")
    def create() -> tuple[Response, int]:
        profile = caller(world, POST, user_only=True)
        body: Any = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise invalid("The body is not a JSON object")
        picture = _picture(world, profile, body)
        text = _text(body, may_be_empty=bool(picture))
        made = _create(world, profile, text, _reply_to(body), picture)
        return jsonify({"data": _receipt(world, made)}), 201

    @x.delete("/2/tweets/<post_id>")
    def delete(post_id: str) -> Response:
        profile = caller(world, DELETE, user_only=True)
        shown = tree.look_up(world, post_id)
        if shown and shown.author is not profile:
            raise Problem(403, "You are not allowed to delete this Tweet.")
        if shown:
            _remove(world, shown)
        return jsonify({"data": {"deleted": True}})

    @x.put("/2/tweets/<post_id>/hidden")
    def hide(post_id: str) -> Response:
        profile = caller(world, HIDE, user_only=True)
        body: Any = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("hidden"), bool):
            raise invalid("hidden is missing or not valid")
        world.hide(_hideable(world, profile, post_id).id, hidden=body["hidden"])
        return jsonify({"data": {"hidden": body["hidden"]}})


def _hideable(world: World, profile: Profile, post_id: str) -> Saying:
    """Return a reply by somebody else in a conversation that the profile began."""
    saying, shown = world.saying(post_id), tree.look_up(world, post_id)
    began = world.posts.get(shown.top_id) if shown else None
    if saying is None or saying.from_department or began is None:
        raise Problem(403, NOT_HIDEABLE)
    if began.profile_id != profile.id:
        raise Problem(403, NOT_HIDEABLE)
    return saying


def _picture(world: World, profile: Profile, body: dict[str, Any]) -> dict[str, Any]:
    media = body.get("media")
    if media is None:
        return {}
    ids = media.get("media_ids") if isinstance(media, dict) else None
    if not isinstance(ids, list) or len(ids) != 1:
        raise invalid("media.media_ids must name one picture here")
    return uploads.said_with(uploading.named(world, profile, ids[0]))


def _text(body: dict[str, Any], *, may_be_empty: bool = False) -> str:
    text = body.get("text", "" if may_be_empty else None)
    if not isinstance(text, str) or _has_lone_surrogate(text):
        raise invalid("text is missing or not valid")
    if not text.strip() and not may_be_empty:
        raise invalid("text is missing or not valid")
    if weight(text) > LONGEST:
        raise invalid(TOO_LONG)
    return text


def _has_lone_surrogate(text: str) -> bool:
    return any(unicodedata.category(character) == "Cs" for character in text)


def weight(text: str) -> int:
    """Weigh a text as X does, a little too kindly where emoji are joined at will."""
    words = LINK.sub("", unicodedata.normalize("NFC", text))
    clusters = _CLUSTER.findall(words)
    light = sum(len(one) for one in clusters if _LIGHT.fullmatch(one))
    heavy = sum(2 for one in clusters if not _LIGHT.fullmatch(one))
    return light + heavy + LINK_WEIGHT * len(LINK.findall(text))


def _reply_to(body: dict[str, Any]) -> str | None:
    reply = body.get("reply")
    if not isinstance(reply, dict):
        return None
    return str(reply.get("in_reply_to_tweet_id") or reply.get("in_reply_to_post_id"))


def _create(
    world: World,
    profile: Profile,
    text: str,
    target_id: str | None,
    picture: dict[str, Any],
) -> Post | Saying:
    with world.lock:
        if target_id is None:
            return world.publish(profile.id, text, extra=picture)
        target = tree.look_up(world, target_id)
        if target is None:
            raise Problem(403, GONE)
        if target.author is not profile and not _is_summoned(world, profile, target_id):
            raise Problem(403, NOT_SUMMONED)
        if text and _is_repeated(world, target, text):
            raise Problem(403, DUPLICATE)
        return _reply(world, profile, target, text, picture)


def _is_summoned(world: World, profile: Profile, target_id: str) -> bool:
    saying = world.saying(target_id)
    if saying is None or rules.of(world)["summons"] == "any":
        return True
    if saying.extra.get("quotes"):
        return True
    return f"@{profile.handle}".casefold() in saying.text.casefold()


def _is_repeated(world: World, target: Shown, text: str) -> bool:
    below = [one for known_as in target.ids for one in world.replies_to(known_as)]
    below += [one for one in world.sayings_of_post(target.id) if one.parent_id is None]
    return any(one.from_department and one.text == text for one in below)


def _reply(
    world: World, profile: Profile, target: Shown, text: str, picture: dict[str, Any]
) -> Saying:
    where = "post_id" if target.id in world.posts else "parent_id"
    return world.say(profile.id, profile.id, text, extra=picture, **{where: target.id})  # type: ignore[arg-type]


def _receipt(world: World, made: Post | Saying) -> dict[str, Any]:
    names = DIALECTS[rules.of(world)["dialect"]]
    return {"id": made.id, "text": tree.shown(world, made).text, names.history: [made.id]}


def _remove(world: World, shown: Shown) -> None:
    if shown.id in world.posts:
        world.posts[shown.id].removed = True
        world.touch(f"removed {shown.id}")
    else:
        world.remove(shown.id)
