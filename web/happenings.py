"""In which words does a page tell what was done to a conversation, and by whom?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from connectors.words import Platform
from inbox.models import Act, Event
from inbox.status import NO_REPLY_REASONS
from inbox.views import PLATFORM_NAMES


def install(app: Flask) -> None:
    """Give templates the words of this file."""
    app.jinja_env.filters.update(happening=happening, done=done)


def happening(event: Event) -> str:
    """Say what happened, to be read after the name of who did it; empty is not shown."""
    say = _HAPPENINGS.get(event.name)
    return say(event.data | {"user_id": event.user_id}) if say else ""


def done(acts: Sequence[Act]) -> str:
    """Say what somebody did in one go, to be read beside the button that takes it back."""
    event = acts[0].event
    return _DONE[event.name](event.data | {"user_id": event.user_id})


def _undone(data: dict[str, Any]) -> str:
    say = _HAPPENINGS[data["what"]]
    return f"undid what they did: {say(data['was'] | {'user_id': data['user_id']})}"


def _assigned(data: dict[str, Any]) -> str:
    if data["assignee_id"] == data["user_id"] and not data.get("before"):
        return "claimed this"
    before = data.get("before")
    if team := data.get("in_turn_of"):
        instead = f" in place of {before}, who is away" if before else ""
        return f"assigned {data['assignee']}, whose turn it was in {team}{instead}"
    return f"assigned {data['assignee']}" + (f" in place of {before}" if before else "")


def _resolved(data: dict[str, Any]) -> str:
    reason = NO_REPLY_REASONS.get(data.get("reason") or "")
    return f"resolved this without a reply: {reason}" if reason else "resolved this"


def _prioritised(data: dict[str, Any]) -> str:
    if data["after"] == "urgent":
        return "marked this urgent"
    if data["before"] == "urgent":
        return f"said this is no longer urgent: {data['reason']}"
    return f"set the priority to {data['after']}"


def _snoozed(data: dict[str, Any]) -> str:
    return "snoozed this" if data["until"] else "snoozed this until they write"


def _muted(data: dict[str, Any]) -> str:
    for_how_long = "for a time" if data["until"] else "until further notice"
    return f"muted this person inside the desk {for_how_long}: {data['reason']}"


def _linked(data: dict[str, Any]) -> str:
    return f"said that this is the same person as {_other(data)}, because: {data['reason']}"


def _other(data: dict[str, Any]) -> str:
    return f"{data['other']['name']} on {PLATFORM_NAMES[Platform(data['other']['platform'])]}"


def _messages(data: dict[str, Any]) -> str:
    return "1 message" if data["messages"] == 1 else f"{data['messages']} messages"


def _unmuted(data: dict[str, Any]) -> str:
    if data["user_id"]:
        return "let this person be heard again"
    return "let this person be heard again: the mute has ended"


def _by_us(data: dict[str, Any], ours: str, theirs: str) -> str:
    return ours if data["user_id"] else f"saw that a message {theirs}"


def _deleted(data: dict[str, Any]) -> str:
    second = data.get("confirmed_by")
    return "deleted a message of ours" + (f", confirmed by {second}" if second else "")


_HAPPENINGS: dict[str, Callable[[dict[str, Any]], str]] = {
    "conversation.assigned": _assigned,
    "conversation.released": lambda data: f"gave this back, {data['before']} had it",
    "conversation.tagged": lambda data: f"added the tag {data['tag']}",
    "conversation.untagged": lambda data: f"removed the tag {data['tag']}",
    "conversation.prioritised": _prioritised,
    "conversation.moved": lambda data: f"gave this to the team {data['team']}",
    "conversation.resolved": _resolved,
    "message.removed": lambda data: _by_us(data, _deleted(data), "was removed on the platform"),
    "moderation.asked": lambda data: (
        f"asked to delete a message of ours: {data['reason']}" if data["verb"] == "delete" else ""
    ),
    "moderation.confirmed": lambda _: "confirmed that a message of ours is deleted",
    "moderation.declined": lambda data: f"declined to delete a message of ours: {data['note']}",
    "moderation.withdrawn": lambda _: "withdrew the request to delete a message of ours",
    "moderation.lapsed": lambda _: "closed the request to delete a message that is gone already",
    "message.hidden": lambda data: _by_us(data, "hid a message", "is hidden on the platform"),
    "message.unhidden": lambda data: _by_us(
        data, "showed a message again", "is shown again on the platform"
    ),
    "message.liked": lambda _: "liked a message",
    "message.unliked": lambda _: "took a like back",
    "conversation.kept_as_history": lambda _: (
        "kept this as history: said well before the account was connected, so nobody waits"
    ),
    "conversation.reopened": lambda _: "reopened this",
    "conversation.snoozed": _snoozed,
    "conversation.woken": lambda data: (
        "put this back on the desk"
        if data["user_id"]
        else "put this back: it had slept long enough"
    ),
    "contact.muted": _muted,
    "conversation.took_in": lambda data: (
        f"merged another conversation into this one ({_messages(data)})"
    ),
    "conversation.merged": lambda _: "merged this into another conversation of this person",
    "conversation.parted": lambda _: "undid the merge: this stands for itself again",
    "conversation.split": lambda data: f"split {_messages(data)} off into a new conversation",
    "conversation.split_off": lambda data: (
        f"made this of {_messages(data)} of another conversation"
    ),
    "contact.linked": _linked,
    "contact.unlinked": lambda data: f"took back that this is the same person as {_other(data)}",
    "contact.unmuted": _unmuted,
    "conversation.undone": _undone,
    "reply.submitted": lambda _: "submitted a reply for approval",
    "reply.withdrawn": lambda _: "took a reply back before it was approved",
    "reply.returned": lambda data: f"sent {data['author']}'s reply back: {data['note']}",
    "reply.taken_back": lambda _: "took a reply back before it was sent",
    "reply.discarded": lambda _: "gave up a reply that was not sent",
    "reply.by_hand_taken_back": lambda _: "took back that this was answered by hand",
    "reply.found": lambda _: "found the answer that was given on the platform itself",
    "reply.accepted": lambda _: "saw this reply on the platform",
    "reply.retried": lambda _: "sent a reply again",
    "reply.failed": lambda data: f"could not send a reply: {data.get('reason', '')}",
}

_DONE: dict[str, Callable[[dict[str, Any]], str]] = {
    "conversation.assigned": lambda data: (
        "Claimed" if data["assignee_id"] == data["user_id"] else f"Assigned to {data['assignee']}"
    ),
    "conversation.released": lambda _: "Given back to everyone",
    "conversation.tagged": lambda data: f"Tagged {data['tag']}",
    "conversation.untagged": lambda data: f"Tag {data['tag']} removed",
    "conversation.prioritised": lambda data: (
        "Marked urgent" if data["after"] == "urgent" else f"Priority set to {data['after']}"
    ),
    "conversation.moved": lambda data: f"Given to {data['team']}",
    "conversation.resolved": lambda _: "Resolved",
    "conversation.reopened": lambda _: "Reopened",
    "conversation.snoozed": lambda _: "Snoozed",
    "conversation.woken": lambda _: "Put back on the desk",
    "contact.muted": lambda _: "Muted inside the desk",
    "conversation.took_in": lambda _: "Merged",
    "conversation.split": lambda _: "Split",
    "contact.unmuted": lambda _: "Heard again",
}
