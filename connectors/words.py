"""Which words do all platforms and the inbox share?"""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """Where people talk."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    X = "x"


class Kind(StrEnum):
    """In which way something was said."""

    COMMENT = "comment"
    MENTION = "mention"
    DIRECT_MESSAGE = "direct_message"
    LIVE_COMMENT = "live_comment"

    @property
    def as_found(self) -> Kind:
        """What it is once found again: a live comment stands under its post like any other."""
        return Kind.COMMENT if self is Kind.LIVE_COMMENT else self

    @property
    def audience(self) -> Audience:
        """Who can read words of this kind."""
        return Audience.PRIVATE if self is Kind.DIRECT_MESSAGE else Audience.PUBLIC


class Surface(StrEnum):
    """Where words of a kind stand when it is not the usual place."""

    QUOTE = "quote"
    WITHHELD = "withheld"
    VISITOR_POST = "visitor_post"
    TAGGED_POST = "tagged_post"
    AD = "ad"
    TAGGED_MEDIA = "tagged_media"
    COMMENT_MENTION = "comment_mention"
    STORY_REPLY = "story_reply"
    STORY_MENTION = "story_mention"
    REQUEST = "request"
    SPAM = "spam"
    ENCRYPTED = "encrypted"


class Direction(StrEnum):
    """Whether words came from the public or from the department."""

    IN = "in"
    OUT = "out"


class Audience(StrEnum):
    """Who can read a reply."""

    PUBLIC = "public"
    PRIVATE = "private"


class Verb(StrEnum):
    """What staff may do to words that stand on a platform."""

    HIDE = "hide"
    UNHIDE = "unhide"
    DELETE = "delete"
    LIKE = "like"
    UNLIKE = "unlike"


class Happening(StrEnum):
    """What became of words on the platform after they were written."""

    REMOVED = "removed"
    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"
