"""In which words does a page speak of kinds and states?"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from connectors.catalogue import capabilities_of
from connectors.pictures import PictureRule
from connectors.words import Kind, Platform, Surface
from inbox import languages, mentioning, merging, notification_wording
from inbox.approval import rule
from inbox.canned import variables
from inbox.models import (
    Conversation,
    Difference,
    Moderation,
    Notification,
    Status,
    Submission,
    User,
)
from inbox.moderation import second_person
from inbox.search.asking import Words
from inbox.views import PLATFORM_NAMES
from web import addresses
from web.languages import marked, recalled, say, translated

_KINDS = {
    Kind.COMMENT: marked("Comments"),
    Kind.MENTION: marked("Mentions"),
    Kind.DIRECT_MESSAGE: marked("Direct messages"),
    Kind.LIVE_COMMENT: marked("Live comments"),
}
_SURFACES = {
    Surface.QUOTE: marked("Quotes your post"),
    Surface.WITHHELD: marked("Withheld by the platform"),
    Surface.VISITOR_POST: marked("Post on your Page"),
    Surface.TAGGED_POST: marked("Post that mentions your Page"),
    Surface.AD: marked("Under an ad"),
    Surface.TAGGED_MEDIA: marked("Picture or video that tags you"),
    Surface.COMMENT_MENTION: marked("Mentions you in a comment"),
    Surface.STORY_REPLY: marked("Reply to your story"),
    Surface.STORY_MENTION: marked("Mentions you in a story"),
    Surface.REQUEST: marked("Message request"),
    Surface.SPAM: marked("From the hidden requests"),
    Surface.ENCRYPTED: marked("Encrypted"),
}
_DOING = {
    "hide": marked("Hiding"),
    "unhide": marked("Showing it again"),
    "delete": marked("Deleting"),
    "like": marked("Our like"),
    "unlike": marked("Taking our like back"),
}
_NAMED = {
    "open": marked("Open"),
    "snoozed": marked("Snoozed"),
    "resolved": marked("Resolved"),
    "public": marked("Public"),
    "private": marked("Private"),
    "urgent": marked("Urgent"),
    "high": marked("High"),
    "normal": marked("Normal"),
    "low": marked("Low"),
}
_NOT_TOLD = marked("The platform counts words that it does not list for us.")
_NOT_LISTED = marked(
    "The platform may have hidden them, their authors may be gone or protected, "
    "or our access may not show them."
)
_UNITS = {
    "characters": marked("characters"),
    "bytes": marked("bytes"),
    "weighted": marked("characters, weighed as X does"),
}


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
        named=named,
        guessed_language=languages.guess,
        label=label,
        pieces=mentioning.pieces,
        told=told,
    )
    app.jinja_env.globals.update(
        noun=noun,
        is_private=is_private,
        hidden_from=hidden_from,
        can_be_merged=merging.is_possible,
    )


def site(address: str) -> str:
    """Name the site that an address leads to."""
    return addresses.parts(address).hostname or ""


def picture_words(rule: PictureRule | None, where: Platform) -> str:
    """Say how a picture goes out in one of the ways to answer; nothing where none does."""
    if rule is None:
        return ""
    platform = PLATFORM_NAMES[where]
    if rule.takes_description:
        return say(
            "Goes out with your words. {platform} can read this out to people.", platform=platform
        )
    if rule.with_text:
        return say(
            "Goes out with your words. {platform} takes no description, so it stays on the desk.",
            platform=platform,
        )
    return say(
        "Goes out without words: they are a message of their own. "
        "{platform} takes no description, so it stays on the desk.",
        platform=platform,
    )


def platform_name(platform: Platform) -> str:
    """Return what people call a platform."""
    return PLATFORM_NAMES[platform]


def kinds(kind: Kind) -> str:
    """Return what many things of a kind are called."""
    return translated(_KINDS[kind])


def unit(name: str) -> str:
    """Say what a platform counts."""
    return translated(_UNITS[name])


def surface(place: Surface) -> str:
    """Say where words stand that are not in the usual place."""
    return translated(_SURFACES[place])


def is_encrypted(place: Surface | None) -> bool:
    """Say whether only the platform can show what was written."""
    return place is Surface.ENCRYPTED


def told(notification: Notification) -> str:
    """Say what somebody is told."""
    return translated(notification_wording.said(notification))


def named(value: str) -> str:
    """Name a status, an audience or a priority."""
    return translated(_NAMED[value])


def label(name: str) -> str:
    """Say what a variable of a canned response stands for."""
    return translated(variables.label(name))


def noun(conversation: Conversation) -> str:
    """Return what one such conversation is called where it comes from."""
    return noun_of(conversation.account.connector, conversation.kind)


def noun_of(connector: str, kind: Kind) -> str:
    """Return what one conversation of a kind is called where a connector reads it."""
    return translated(capabilities_of(connector)[kind].noun)


def hidden_from(conversation: Conversation) -> str:
    """Say from whom the platform keeps what is hidden; empty where it hides nothing."""
    return translated(
        capabilities_of(conversation.account.connector)[conversation.kind].hidden_from
    )


def is_private(conversation: Conversation) -> bool:
    """Say whether only the person and the department can read it."""
    return conversation.kind is Kind.DIRECT_MESSAGE


def standing(conversation: Conversation) -> str:
    """Say in a word how a conversation stands."""
    if conversation.status is not Status.OPEN:
        return named(conversation.status.value)
    return say("Waiting") if conversation.waiting_since else say("Answered")


def asked_words(words: Words) -> str:
    """Write words as they were looked for."""
    together = " ".join(words.folded) + ("…" if words.is_beginning else "")
    quoted = f"“{together}”" if len(words.folded) > 1 else together
    return say("not {words}", words=quoted) if words.is_unwanted else quoted


def doing(verb: str) -> str:
    """Name an act upon a message that is under way or was tried."""
    return translated(_DOING[verb])


def may_confirm(proposed: Moderation, people: Iterable[User]) -> list[User]:
    """Name who of these people may confirm what one of them asked for."""
    return second_person.among(people, proposed.by_user_id)


def may_decide(submission: Submission, people: Iterable[User]) -> list[User]:
    """Name who of these people may approve what one of them submitted."""
    return rule.approvers(people, submission.author_id)


def explanation(one: Difference) -> str:
    """Say what is known of a difference between the platform's count and ours."""
    if one.left < 0:
        return say("The platform took words away without a word to us.")
    if one.left == 0:
        return say("Found by reading the post again.")
    if one.read_again_at:
        return _read_again(one)
    if one.gap_id:
        return say("Being read again.")
    return f"{say(_NOT_TOLD)} {say(_NOT_LISTED)}"


def _read_again(one: Difference) -> str:
    if one.refusal:
        return say(
            "It could not be read again to its end: {problem}", problem=recalled(one.refusal)
        )
    if one.found > 0:
        found = say("Read again, {count} found; the rest is unexplained.", count=one.found)
        return f"{found} {say(_NOT_LISTED)}"
    return f"{say('Read again, and nothing found: unexplained.')} {say(_NOT_LISTED)}"
