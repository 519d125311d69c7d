"""What does Meta push about a change: which entry, in whose name?

Source: Graph API, Webhooks reference (`page`: feed, messages, message_echoes,
message_edits, message_reactions; `instagram`: comments, live_comments, mentions, messages,
message_reactions); docs/platforms.md 2.4.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.graph import attached, mentions, stories
from sandbox.graph.nodes import comment_link
from sandbox.records import DIRECT_MESSAGE, FACEBOOK, LIVE_COMMENT, Saying
from sandbox.world import World

Entry = dict[str, Any]
# What the feed calls each change of a comment.
VERBS = {"said": "add", "edited": "edited", "removed": "remove", "hid": "hide", "showed": "unhide"}
ABOUT = {"facebook": "page", "instagram_graph": "instagram"}


def entry_of(world: World, change: str, saying: Saying) -> Entry | None:
    """Write the entry about a change; None for one that Meta tells nobody."""
    at = saying.created_at if change == "said" else world.clock.now()
    if saying.kind == DIRECT_MESSAGE:
        event = _event(world, change, saying, at)
        return event and {"id": saying.profile_id, "time": _milliseconds(at), "messaging": [event]}
    told = (
        _feed(world, change, saying, at)
        if saying.platform == FACEBOOK
        else _media(world, change, saying)
    )
    return told and {"id": saying.profile_id, "time": _seconds(at), "changes": [told]}


def _feed(world: World, change: str, saying: Saying, at: datetime) -> Entry:
    value: Entry = {
        "item": "comment",
        "verb": VERBS[change],
        "comment_id": saying.id,
        "post_id": saying.post_id,
        "parent_id": saying.parent_id or saying.post_id,
        "created_time": _seconds(at),
        "post": {"permalink_url": comment_link(saying).partition("?")[0], "id": saying.post_id},
    }
    if author := world.author(saying.author_id):
        value["from"] = {"id": author.id, "name": author.name}
    if change in ("said", "edited") and saying.text:
        value["message"] = saying.text
    return {"field": "feed", "value": value}


def _media(world: World, change: str, saying: Saying) -> Entry | None:
    if change != "said":
        return None
    if mentions.is_of_others(world, saying):
        told = {"media_id": saying.post_id, "comment_id": saying.id}
        return {"field": "mentions", "value": told} if mentions.names(world, saying) else None
    author = world.author(saying.author_id)
    value: Entry = {
        "id": saying.id,
        "text": saying.text,
        "media": {"id": saying.post_id, "media_product_type": "FEED"},
    }
    if author:
        value["from"] = {"id": author.id, "username": author.handle}
    if saying.parent_id:
        value["parent_id"] = saying.parent_id
    return {
        "field": "live_comments" if saying.kind == LIVE_COMMENT else "comments",
        "value": value,
    }


def _event(world: World, change: str, saying: Saying, at: datetime) -> Entry | None:
    person = world.threads[saying.thread_id].person_id
    told = _reaction(person, saying) if change == "reacted" else _message(change, saying)
    if told is None:
        return None
    sides = [{"id": person}, {"id": saying.profile_id}]
    is_ours = saying.from_department and change != "reacted"
    sender, recipient = reversed(sides) if is_ours else sides
    return {"sender": sender, "recipient": recipient, "timestamp": _milliseconds(at), **told}


def _message(change: str, saying: Saying) -> Entry | None:
    on_messenger = saying.platform == FACEBOOK
    if change == "said":
        echo = {"is_echo": True} if saying.from_department else {}
        along = attached.pushed(saying) | stories.pushed(saying)
        return {"message": {"mid": saying.id, "text": saying.text, **echo, **along}}
    if change == "edited" and on_messenger:
        times = len(saying.earlier_texts)
        return {"message_edit": {"mid": saying.id, "text": saying.text, "num_edit": times}}
    if change == "removed" and not on_messenger:
        return {"message": {"mid": saying.id, "is_deleted": True}}
    return None


def _reaction(person: str, saying: Saying) -> Entry:
    emoji = saying.reactions.get(person)
    what = {"emoji": emoji, "reaction": "other", "action": "react"} if emoji else {}
    return {"reaction": {"mid": saying.id, "action": "unreact", **what}}


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
