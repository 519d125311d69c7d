"""How does Graph show that a message is about a story?

Sources: Instagram messaging, Story Mention; docs/platforms.md 2.3.
"""

from __future__ import annotations

from typing import Any

from sandbox.records import FACEBOOK, Saying

Json = dict[str, Any]

MENTION, REPLY = "mention", "reply"
NAMES = {MENTION: "mention", REPLY: "reply_to"}


def shown(saying: Saying) -> Json | None:
    """Show a message's `story`."""
    about = _about(saying)
    return {NAMES[about]: {"link": _link(saying), "id": _id(saying)}} if about else None


def pushed(saying: Saying) -> Json:
    """Show what a pushed message says of a story."""
    match _about(saying):
        case "reply":
            return {"reply_to": {"story": {"url": _link(saying), "id": _id(saying)}}}
        case "mention":
            return {"attachments": [{"type": "story_mention", "payload": {"url": _link(saying)}}]}
    return {}


def _about(saying: Saying) -> str | None:
    return None if saying.platform == FACEBOOK else saying.extra.get("story")


def _id(saying: Saying) -> str:
    return f"180{saying.sequence:014}"


def _link(saying: Saying) -> str:
    return f"https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id={_id(saying)}"
