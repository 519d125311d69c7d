"""In which words does a page speak of kinds and states?"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask

from connectors.catalogue import capabilities_of
from connectors.pictures import PictureRule
from connectors.words import Kind, Platform, Surface
from inbox import mentioning, merging, notification_wording
from inbox.approval import rule
from inbox.models import (
    Conversation,
    Difference,
    Moderation,
    Status,
    Submission,
    User,
)
from inbox.moderation import second_person
from inbox.search.asking import Words
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
