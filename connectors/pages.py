"""What does one answer of a platform bring?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.attachments import Attachment
from connectors.streams import LIVE_COMMENTS
from connectors.words import Direction, Happening, Kind, Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person, or the department itself, as one platform shows them."""

    external_id: str
    name: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSeen:
    """What the department published and people comment under.

    `picture` is where its picture lies, which on most platforms is so for some days only.
    """

    external_id: str
    text: str = ""
    permalink: str = ""
    published_at: datetime | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveVideo:
    """A broadcast that is on the air. `post` is what its comments stand under."""

    external_id: str
    post: PostSeen
    started_at: datetime

    @property
    def stream(self) -> str:
        """Name the stream of its comments."""
        return f"{LIVE_COMMENTS}{self.external_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """The emoji that somebody put below a message; None once it is taken back.

    `person_id` is how the platform knows whoever reacted: the account's own id is us.
    """

    person_id: str
    emoji: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing said on a platform, in either direction, in our words.

    `thread_id` names the conversation: the direct-message thread, the
    top-level comment, or the post that opened an X reply branch. `sent_at` is
    the platform's time, in UTC. `contact` is the person a direct-message thread
    is with, so that our own words there still name them. `is_summons` tells whether
    the words name or quote the account. `capture` is the index, within its page, of
    the raw body that held it. `likes`, `is_hidden`, `is_summons` and `reactions` (all
    that stand below it now) are None where the platform does not tell; `edition` counts
    the wordings up to this one, where it does.
    """

    kind: Kind
    external_id: str
    thread_id: str
    direction: Direction
    text: str
    sent_at: datetime
    author: Author | None = None
    reply_to: str | None = None
    post: PostSeen | None = None
    permalink: str = ""
    client_token: str | None = None
    contact: Author | None = None
    is_summons: bool | None = None
    surface: Surface | None = None
    capture: int = 0
    likes: int | None = None
    is_hidden: bool | None = None
    edition: int | None = None
    reactions: tuple[Reaction, ...] | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The platform's own word that something happened to a message. `at` is UTC, if told.

    Absence from a page is no such word (docs/platforms.md 5.5).
    """

    external_id: str
    happening: Happening
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    """The platform's word that somebody reacted to a message, or took that back. `at` is UTC."""

    external_id: str
    reaction: Reaction
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Words that a push names by their ids, or tells not whole: a comment, or else a post's own."""

    post_id: str
    comment_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many calls the platform still allows, and until when that holds.

    `in_percent` says that both figures are shares of a quota whose size is not told.
    """

    remaining: int
    limit: int
    resets_at: datetime | None = None
    in_percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBody:
    """One answer of a platform exactly as it came. `source` carries no secret."""

    source: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A post that has fewer comments than it should: what it still shows.

    `shown` are the ids of all that stand there since `since`; None means since ever.
    """

    post_id: str
    shown: frozenset[str]
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many comments the platform says a post has, replies below comments among them or not."""

    post_id: str
    comments: int
    with_replies: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a walk begins: a stream, and what `Connector.fetch` takes as `at`."""

    stream: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where a list was left since it seems to meet what is stored, at the message `external_id`.

    Where that one is not stored, the list goes on at `at`, as `Connector.fetch` takes it.
    """

    external_id: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One step of a walk from the newest message towards older ones.

    `spent` is what the platform charges for, by the words of `Price`.

    `position` is where the stream stands once this page is stored: given on
    the first page of a walk, None on later ones. `next` continues the walk;
    None says that it reached `since`, or the end of what the platform has.
    `again` are older messages that the page shows with something changed: compared
    with what is stored, never stored anew; `shortfalls` where some seem gone.
    `pointers` name words that must be asked for one by one, as only pushes do.
    `opened` are the broadcasts on the air now; `ended` says that the stream's own
    broadcast is over, so that nothing more comes after what this walk finds. `told_at` is
    the platform's own moment of a push, in whole seconds perhaps; None for what we asked for.
    `counts` are told in passing, of the posts that the page shows. `meetings` are to be held
    against what was stored before this page.
    """

    items: tuple[Incoming, ...] = ()
    bodies: tuple[RawBody, ...] = ()
    notices: tuple[Notice | Reacted, ...] = ()
    again: tuple[Incoming, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    position: str | None = None
    next: str | None = None
    budget: Budget | None = None
    spent: Mapping[str, int] = field(default_factory=dict)
    opened: tuple[LiveVideo, ...] = ()
    ended: bool = False
    told_at: datetime | None = None
    counts: tuple[Counted, ...] = ()
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSeen:
    """A direct-message thread, and the person it is with."""

    thread_id: str
    contact: Author
