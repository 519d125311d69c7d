"""In which words does a page tell what was done to a conversation, and by whom?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from connectors.words import Platform
from inbox.models import Event
from inbox.status import NO_REPLY_REASONS
from inbox.views import PLATFORM_NAMES
from web.languages import marked, say, say_many, translated


def install(app: Flask) -> None:
    """Give templates the words of this file."""
    app.jinja_env.filters.update(happening=happening)


def happening(event: Event) -> str:
    """Say what happened, to be read after the name of who did it; empty is not shown."""
    tell = _HAPPENINGS.get(event.name)
    return tell(event.data | {"user_id": event.user_id}) if tell else ""


def _undone(data: dict[str, Any]) -> str:
    tell = _HAPPENINGS[data["what"]]
    what = tell(data["was"] | {"user_id": data["user_id"]})
    return say("undid what they did: {what}", what=what)


def _assigned(data: dict[str, Any]) -> str:
    if data["assignee_id"] == data["user_id"] and not data.get("before"):
        return say("claimed this")
    before = data.get("before")
    named = {"assignee": data["assignee"], "before": before, "team": data.get("in_turn_of")}
    if data.get("in_turn_of"):
        return (
            say(
                "assigned {assignee}, whose turn it was in {team} "
                "in place of {before}, who is away",
                **named,
            )
            if before
            else say("assigned {assignee}, whose turn it was in {team}", **named)
        )
    if before:
        return say("assigned {assignee} in place of {before}", **named)
    return say("assigned {assignee}", **named)


def _resolved(data: dict[str, Any]) -> str:
    reason = NO_REPLY_REASONS.get(data.get("reason") or "")
    if reason:
        done = say("resolved this without a reply: {reason}", reason=translated(reason))
        return _under(done, data)
    return _under(say("resolved this"), data)


def _released(data: dict[str, Any]) -> str:
    if data.get("limited"):
        return say(
            "gave this back: {before}, who had it, does not reach this account any more",
            before=data["before"],
        )
    if data.get("unvouched"):
        return say(
            "gave this back: {before}, who had it, finds no private messages until somebody "
            "vouches for them",
            before=data["before"],
        )
    return say("gave this back, {before} had it", before=data["before"])


def _under(done: str, data: dict[str, Any]) -> str:
    return say("{done}, as “{name}”", done=done, name=data["named"]) if data.get("named") else done


def _named(data: dict[str, Any]) -> str:
    if data["named"]:
        return say("set the status to “{name}”", name=data["named"])
    return say("took the status “{name}” off", name=data["before"])


def _prioritised(data: dict[str, Any]) -> str:
    if data["after"] == "urgent":
        return say("marked this urgent")
    if data["before"] == "urgent":
        return say("said this is no longer urgent: {reason}", reason=data["reason"])
    return _PRIORITY_SET[data["after"]]()


def _step_done(data: dict[str, Any]) -> str:
    if data["answer"]:
        return say("did this: {step} ({answer})", step=data["step"], answer=data["answer"])
    return say("did this: {step}", step=data["step"])


def _snoozed(data: dict[str, Any]) -> str:
    done = say("snoozed this") if data["until"] else say("snoozed this until they write")
    return _under(done, data)


def _muted(data: dict[str, Any]) -> str:
    if data["until"]:
        return say("muted this person inside the desk for a time: {reason}", reason=data["reason"])
    return say(
        "muted this person inside the desk until further notice: {reason}", reason=data["reason"]
    )


def _linked(data: dict[str, Any]) -> str:
    return say(
        "said that this is the same person as {other}, because: {reason}",
        other=_other(data),
        reason=data["reason"],
    )


def _other(data: dict[str, Any]) -> str:
    platform = PLATFORM_NAMES[Platform(data["other"]["platform"])]
    return say("{name} on {platform}", name=data["other"]["name"], platform=platform)


def _messages(data: dict[str, Any]) -> str:
    return say_many("{count} message", "{count} messages", data["messages"])


def _unmuted(data: dict[str, Any]) -> str:
    if data["user_id"]:
        return say("let this person be heard again")
    return say("let this person be heard again: the mute has ended")


def _by_us(data: dict[str, Any], ours: str, theirs: str) -> str:
    return ours if data["user_id"] else theirs


def _deleted(data: dict[str, Any]) -> str:
    second = data.get("confirmed_by")
    if second:
        return say("deleted a message of ours, confirmed by {second}", second=second)
    return say("deleted a message of ours")


_PROMISED = {
    "first_response": marked("the first answer"),
    "next_response": marked("the next answer"),
    "resolution": marked("closing this"),
}
_PRIORITY_SET: dict[str, Callable[[], str]] = {
    "high": lambda: say("set the priority to high"),
    "normal": lambda: say("set the priority to normal"),
    "low": lambda: say("set the priority to low"),
}

_HAPPENINGS: dict[str, Callable[[dict[str, Any]], str]] = {
    "conversation.assigned": _assigned,
    "conversation.released": _released,
    "conversation.tagged": lambda data: say("added the tag {tag}", tag=data["tag"]),
    "conversation.untagged": lambda data: say("removed the tag {tag}", tag=data["tag"]),
    "conversation.prioritised": _prioritised,
    "conversation.moved": lambda data: say("gave this to the team {team}", team=data["team"]),
    "conversation.not_moved": lambda data: say(
        "left this where it is: the team {team} does not reach its account", team=data["team"]
    ),
    "promise.warned": lambda data: say(
        "warned: {what} is soon due, by the targets “{policy}”",
        what=translated(_PROMISED[data["kind"]]),
        policy=data["policy"],
    ),
    "promise.breached": lambda data: say(
        "recorded: {what} is overdue, by the targets “{policy}”",
        what=translated(_PROMISED[data["kind"]]),
        policy=data["policy"],
    ),
    "conversation.resolved": _resolved,
    "message.removed": lambda data: _by_us(
        data, _deleted(data), say("saw that a message was removed on the platform")
    ),
    "moderation.asked": lambda data: (
        say("asked to delete a message of ours: {reason}", reason=data["reason"])
        if data["verb"] == "delete"
        else ""
    ),
    "moderation.confirmed": lambda _: say("confirmed that a message of ours is deleted"),
    "moderation.declined": lambda data: say(
        "declined to delete a message of ours: {note}", note=data["note"]
    ),
    "moderation.withdrawn": lambda _: say("withdrew the request to delete a message of ours"),
    "moderation.lapsed": lambda _: say(
        "closed the request to delete a message that is gone already"
    ),
    "message.hidden": lambda data: _by_us(
        data, say("hid a message"), say("saw that a message is hidden on the platform")
    ),
    "message.unhidden": lambda data: _by_us(
        data,
        say("showed a message again"),
        say("saw that a message is shown again on the platform"),
    ),
    "message.liked": lambda _: say("liked a message"),
    "message.unliked": lambda _: say("took a like back"),
    "conversation.kept_as_history": lambda _: say(
        "kept this as history: said well before the account was connected, so nobody waits"
    ),
    "conversation.reopened": lambda data: _under(say("reopened this"), data),
    "conversation.status_named": _named,
    "conversation.snoozed": _snoozed,
    "conversation.woken": lambda data: (
        _under(say("put this back on the desk"), data)
        if data["user_id"]
        else say("put this back: it had slept long enough")
    ),
    "contact.muted": _muted,
    "conversation.took_in": lambda data: say(
        "merged another conversation into this one ({messages})", messages=_messages(data)
    ),
    "conversation.merged": lambda _: say("merged this into another conversation of this person"),
    "conversation.parted": lambda _: say("undid the merge: this stands for itself again"),
    "conversation.split": lambda data: say(
        "split {messages} off into a new conversation", messages=_messages(data)
    ),
    "conversation.split_off": lambda data: say(
        "made this of {messages} of another conversation", messages=_messages(data)
    ),
    "contact.linked": _linked,
    "contact.unlinked": lambda data: say(
        "took back that this is the same person as {other}", other=_other(data)
    ),
    "contact.unmuted": _unmuted,
    "conversation.undone": _undone,
    "protocol.step_done": _step_done,
    "protocol.step_undone": lambda data: say(
        "took back that this was done: {step}", step=data["step"]
    ),
    "protocol.overridden": lambda data: say(
        "let this be resolved before all steps were done: {reason}", reason=data["reason"]
    ),
    "reply.submitted": lambda _: say("submitted a reply for approval"),
    "reply.withdrawn": lambda _: say("took a reply back before it was approved"),
    "reply.returned": lambda data: say(
        "sent {author}'s reply back: {note}", author=data["author"], note=data["note"]
    ),
    "reply.taken_back": lambda _: say("took a reply back before it was sent"),
    "reply.discarded": lambda _: say("gave up a reply that was not sent"),
    "reply.by_hand_taken_back": lambda _: say("took back that this was answered by hand"),
    "reply.found": lambda _: say("found the answer that was given on the platform itself"),
    "reply.accepted": lambda _: say("saw this reply on the platform"),
    "reply.retried": lambda _: say("sent a reply again"),
    "reply.failed": lambda data: say(
        "could not send a reply: {reason}", reason=data.get("reason", "")
    ),
}
