"""May the department write to this person now, and what happens when it does?

Source: Messenger Platform, Send API and Private Replies; docs/platforms.md 5.1 to 5.3.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandbox import broadcasts, uploads
from sandbox.graph import accounts, tokens
from sandbox.graph.failing import NO_SUCH_USER, OUTSIDE_WINDOW, GraphError, bad_parameter, not_there
from sandbox.records import DIRECT_MESSAGE, INSTAGRAM, Profile, Saying, Thread
from sandbox.world import World

Asked = Mapping[str, str]

MESSAGING_TYPES = ("MESSAGE_TAG", "RESPONSE", "UPDATE", "UTILITY")
MESSENGER_CHARACTERS, INSTAGRAM_BYTES = 2000, 1000
_ON_MESSENGER = ("image", "attachment_id")
ALREADY_REPLIED, CANNOT_REPLY = 10900, 10903


def send(world: World, page: Profile, asked: Asked) -> dict[str, Any]:
    """Send a message as a Page, or as its Instagram account. Raises GraphError."""
    recipient = _json(asked, "recipient")
    if "sender_action" in asked:
        return {"recipient_id": str(recipient.get("id", ""))}
    message = _json(asked, "message")
    text = message.get("text", "")
    if not isinstance(text, str) or bool(text) == ("attachment" in message):
        raise bad_parameter("Param message must have either a text or an attachment")
    if "comment_id" in recipient:
        sent = _reply_privately(world, page, str(recipient["comment_id"]), text)
    else:
        sent = _answer(world, page, str(recipient.get("id", "")), message, asked)
    return {"recipient_id": world.threads[sent.thread_id].person_id, "message_id": sent.id}


def _answer(
    world: World, page: Profile, person_id: str, message: dict[str, Any], asked: Asked
) -> Saying:
    text = str(message.get("text", ""))
    thread = _thread_with(world, page, person_id)
    _check_access(world, thread.platform)
    _check_length(thread.platform, text)
    _check_window(world, thread, asked)
    picture = _picture(world, thread, message)
    return world.message(thread.profile_id, person_id, text, from_department=True, extra=picture)


def _picture(world: World, thread: Thread, message: dict[str, Any]) -> dict[str, Any]:
    """Take the upload that a message names, in the way of its platform."""
    if "attachment" not in message:
        return {}
    told = message["attachment"]
    kind, field = ("MEDIA_SHARE", "id") if thread.platform == INSTAGRAM else _ON_MESSENGER
    payload = told.get("payload", {}) if isinstance(told, dict) else {}
    found = uploads.find(world, str(payload.get(field, "")), thread.profile_id)
    if found is None or told.get("type") != kind:
        raise bad_parameter("Param message[attachment] must name an uploaded attachment")
    return uploads.said_with(found)


def _reply_privately(world: World, page: Profile, comment_id: str, text: str) -> Saying:
    if not text:
        raise bad_parameter("Param message[text] must be a non-empty string")
    comment = world.saying(comment_id)
    if comment is None or comment.removed or comment.kind == DIRECT_MESSAGE:
        raise not_there(comment_id)
    if accounts.page_of(world.profiles[comment.profile_id]) != page.id:
        raise not_there(comment_id)
    _check_access(world, comment.platform)
    if comment.from_department:
        raise GraphError(CANNOT_REPLY, "(#10903) This user cannot reply to this activity")
    if accounts.private_reply_to(world, comment):
        raise GraphError(ALREADY_REPLIED, "(#10900) Activity already replied to")
    if world.clock.now() - comment.created_at > accounts.PRIVATE_REPLY_WINDOW:
        raise _too_late()
    if comment.post_id and not broadcasts.is_shown(world.posts[comment.post_id]):
        raise _too_late()
    _check_length(comment.platform, text)
    return world.message(
        comment.profile_id,
        comment.author_id,
        text,
        from_department=True,
        private_reply_to=comment.id,
    )


def _thread_with(world: World, page: Profile, person_id: str) -> Thread:
    for profile in (page, accounts.instagram_of(world, page.id)):
        thread = world.thread_between(profile.id, person_id) if profile else None
        if thread:
            return thread
    raise GraphError(100, "(#100) No matching user found", subcode=NO_SUCH_USER)


def _check_access(world: World, platform: str) -> None:
    if platform == INSTAGRAM:
        tokens.check_instagram_now(world)


def _check_window(world: World, thread: Thread, asked: Asked) -> None:
    kind = asked.get("messaging_type", "RESPONSE")
    if kind not in MESSAGING_TYPES:
        raise bad_parameter(f"Param messaging_type must be one of {{{', '.join(MESSAGING_TYPES)}}}")
    window = accounts.STANDARD_WINDOW
    if kind == "MESSAGE_TAG":
        if asked.get("tag") != "HUMAN_AGENT":
            raise bad_parameter("Param tag is not a tag this application may use")
        window = accounts.HUMAN_AGENT_WINDOW
    if not accounts.is_open(world, thread, window):
        raise _too_late()


def _check_length(platform: str, text: str) -> None:
    if platform == INSTAGRAM and len(text.encode("utf-8", "surrogatepass")) > INSTAGRAM_BYTES:
        raise bad_parameter(
            f"Length of param message[text] must be at most {INSTAGRAM_BYTES} bytes"
        )
    if len(text) > MESSENGER_CHARACTERS:
        raise bad_parameter(
            f"Length of param message[text] must be less than or equal to {MESSENGER_CHARACTERS}"
        )


def _too_late() -> GraphError:
    return GraphError(
        10, "(#10) This message is sent outside of allowed window.", subcode=OUTSIDE_WINDOW
    )


def _json(asked: Asked, name: str) -> dict[str, Any]:
    try:
        told = json.loads(asked.get(name, "{}"))
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise bad_parameter(f"Param {name} must be a JSON object")
    return told
