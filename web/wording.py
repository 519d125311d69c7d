"""In which words does a page speak of kinds, states and what happened?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from connectors.catalogue import capabilities_of
from connectors.pictures import PictureRule
from connectors.words import Kind, Platform, Surface
from inbox import mentioning, merging, notification_wording
from inbox.approval import rule
from inbox.models import (
    Act,
    Conversation,
    Difference,
    Event,
    Moderation,
    Status,
    Submission,
    User,
)
from inbox.moderation import second_person
from inbox.search.asking import Words
from inbox.status import NO_REPLY_REASONS
from inbox.views import PLATFORM_NAMES

_KINDS = {
    Kind.COMMENT: "Comments",
    Kind.MENTION: "Mentions",
    Kind.DIRECT_MESSAGE: "Direct messages",
    Kind.LIVE_COMMENT: "Live comments",
}
_SURFACES = {
    Surface.QUOTE: "Quotes your post",
    Surface.WITHHELD: "Withheld by the platform",
    Surface.VISITOR_POST: "Post on your Page",
    Surface.TAGGED_POST: "Post that mentions your Page",
    Surface.AD: "Under an ad",
    Surface.TAGGED_MEDIA: "Picture or video that tags you",
    Surface.COMMENT_MENTION: "Mentions you in a comment",
    Surface.STORY_REPLY: "Reply to your story",
    Surface.STORY_MENTION: "Mentions you in a story",
    Surface.REQUEST: "Message request",
    Surface.SPAM: "From the hidden requests",
    Surface.ENCRYPTED: "Encrypted",
}
_DOING = {
    "hide": "Hiding",
    "unhide": "Showing it again",
    "delete": "Deleting",
    "like": "Our like",
    "unlike": "Taking our like back",
}
_NOT_LISTED = (
    "The platform may have hidden them, their authors may be gone or protected, "
    "or our access may not show them."
)
_UNITS = {"characters": "characters", "bytes": "bytes", "weighted": "characters, weighed as X does"}


def install(app: Flask) -> None:
    """Give templates the words of this file."""
    app.jinja_env.filters.update(
        platform_name=platform_name,
        kinds=kinds,
        happening=happening,
        unit=unit,
        surface=surface,
        is_encrypted=is_encrypted,
        site=site,
        picture_words=picture_words,
        doing=doing,
        may_confirm=may_confirm,
        may_decide=may_decide,
        explanation=explanation,
        standing=standing,
        asked_words=asked_words,
        done=done,
        pieces=mentioning.pieces,
        told=notification_wording.said,
    )
    app.jinja_env.globals.update(
        noun=noun,
        is_private=is_private,
        hidden_from=hidden_from,
        can_be_merged=merging.is_possible,
    )


def site(address: str) -> str:
    """Name the site that an address leads to."""
    return urlsplit(address).hostname or ""


def picture_words(rule: PictureRule | None, where: Platform) -> str:
    """Say how a picture goes out in one of the ways to answer; nothing where none does."""
    if rule is None:
        return ""
    if rule.takes_description:
        return f"Goes out with your words. {PLATFORM_NAMES[where]} can read this out to people."
    told = f"{PLATFORM_NAMES[where]} takes no description, so it stays on the desk."
    if rule.with_text:
        return f"Goes out with your words. {told}"
    return f"Goes out without words: they are a message of their own. {told}"


def platform_name(platform: Platform) -> str:
    """Return what people call a platform."""
    return PLATFORM_NAMES[platform]


def kinds(kind: Kind) -> str:
    """Return what many things of a kind are called."""
    return _KINDS[kind]


def unit(name: str) -> str:
    """Say what a platform counts."""
    return _UNITS[name]


def surface(place: Surface) -> str:
    """Say where words stand that are not in the usual place."""
    return _SURFACES[place]


def is_encrypted(place: Surface | None) -> bool:
    """Say whether only the platform can show what was written."""
    return place is Surface.ENCRYPTED


def noun(conversation: Conversation) -> str:
    """Return what one such conversation is called where it comes from."""
    return capabilities_of(conversation.account.connector)[conversation.kind].noun


def hidden_from(conversation: Conversation) -> str:
    """Say from whom the platform keeps what is hidden; empty where it hides nothing."""
    return capabilities_of(conversation.account.connector)[conversation.kind].hidden_from


def is_private(conversation: Conversation) -> bool:
    """Say whether only the person and the department can read it."""
    return conversation.kind is Kind.DIRECT_MESSAGE


def standing(conversation: Conversation) -> str:
    """Say in a word how a conversation stands."""
    if conversation.status is not Status.OPEN:
        return conversation.status.value.capitalize()
    return "Waiting" if conversation.waiting_since else "Answered"


def asked_words(words: Words) -> str:
    """Write words as they were looked for."""
    together = " ".join(words.folded) + ("…" if words.is_beginning else "")
    quoted = f"“{together}”" if len(words.folded) > 1 else together
    return f"not {quoted}" if words.is_unwanted else quoted


def doing(verb: str) -> str:
    """Name an act upon a message that is under way or was tried."""
    return _DOING[verb]


def may_confirm(proposed: Moderation, people: Iterable[User]) -> list[User]:
    """Name who of these people may confirm what one of them asked for."""
    return second_person.among(people, proposed.by_user_id)


def may_decide(submission: Submission, people: Iterable[User]) -> list[User]:
    """Name who of these people may approve what one of them submitted."""
    return rule.approvers(people, submission.author_id)


def explanation(one: Difference) -> str:
    """Say what is known of a difference between the platform's count and ours."""
    if one.left < 0:
        return "The platform took words away without a word to us."
    if one.left == 0:
        return "Found by reading the post again."
    if one.gap_id and not one.read_again_at:
        return "Being read again."
    if not one.read_again_at:
        return f"The platform counts words that it does not list for us. {_NOT_LISTED}"
    if one.found > 0:
        return f"Read again, {one.found} found; the rest is unexplained. {_NOT_LISTED}"
    return f"Read again, and nothing found: unexplained. {_NOT_LISTED}"


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
