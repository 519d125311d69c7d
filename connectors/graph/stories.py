"""Which story of Instagram is a message about, polled or pushed?

Sources: Instagram messaging, Story Mention and webhook `messages` (`reply_to.story`, an
attachment of type `story_mention`); the message's field `story` by those who read it
(docs/platforms.md 2.3). What a story shows may not be kept, so only its address is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.attachments import Attachment, AttachmentKind, address
from connectors.words import Surface

Json = Mapping[str, Any]

FIELD = "story"
PUSHED_MENTION = "story_mention"


def surface(told: Json) -> Surface | None:
    """Say of a message that was asked for whether it answers our story, or its own names us."""
    if _child(_child(told, FIELD), "mention"):
        return Surface.STORY_MENTION
    return Surface.STORY_REPLY if _child(_child(told, FIELD), "reply_to") else None


def pushed_surface(told: Json) -> Surface | None:
    """Say the same of a pushed message."""
    if any(one.get("type") == PUSHED_MENTION for one in _attachments(told)):
        return Surface.STORY_MENTION
    return Surface.STORY_REPLY if _pushed_reply(told) else None


def links(told: Json) -> tuple[Attachment, ...]:
    """Return where the story of a message that was asked for can be seen, while it lasts."""
    story = _child(told, FIELD)
    return _link((_child(story, "mention") or _child(story, "reply_to")).get("link"))


def pushed_links(told: Json) -> tuple[Attachment, ...]:
    """Return the same for a pushed reply; a mention is among the message's attachments."""
    return _link(_pushed_reply(told).get("url"))


def _pushed_reply(told: Json) -> Json:
    return _child(_child(told, "reply_to"), "story")


def _link(told: object) -> tuple[Attachment, ...]:
    url = address(told)
    return (Attachment(kind=AttachmentKind.LINK, url=url),) if url else ()


def _attachments(told: Json) -> list[Json]:
    listed = told.get("attachments")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _child(told: Json, name: str) -> Json:
    value = told.get(name)
    return value if isinstance(value, Mapping) else {}
