"""What do all platforms have in common: the words a connector and the inbox share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Protocol, runtime_checkable

from connectors.attachments import Attachment
from connectors.text import TextRule


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


class Surface(StrEnum):
    """Where words of a kind stand when it is not the usual place."""

    QUOTE = "quote"
    WITHHELD = "withheld"
    VISITOR_POST = "visitor_post"
    TAGGED_POST = "tagged_post"
    AD = "ad"
    TAGGED_MEDIA = "tagged_media"
    STORY_REPLY = "story_reply"
    STORY_MENTION = "story_mention"
    REQUEST = "request"
    SPAM = "spam"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many messages a platform lets an account send within a span."""

    count: int
    window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What one kind of conversation allows on one platform.

    `reply` answers where the person wrote; `private_reply` answers a public
    message privately. Windows count from the person's last message. `verbs` are
    what staff may do to such words; DELETE means words of ours, `hidden_from` says
    from whom HIDE keeps them. After `person_only_after` a reply must be a person's
    own words, never a machine's. `needs_summons` says that a reply may pass only to
    words that name or quote the account; `private_reply_on_air` that one may be sent
    only while the broadcast runs; `answer_address` is where a person answers on the
    platform itself, `{id}` being the message answered.
    """

    audience: Audience
    text: TextRule
    reply: bool = True
    reply_window: timedelta | None = None
    person_only_after: timedelta | None = None
    private_reply: bool = False
    private_text: TextRule | None = None
    private_reply_window: timedelta | None = None
    private_reply_once: bool = False
    private_reply_on_air: bool = False
    verbs: frozenset[Verb] = frozenset()
    hidden_from: str = ""
    private_paces: tuple[Pace, ...] = ()
    needs_summons: bool = False
    answer_address: str = ""
    noun: str = "Comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many calls we plan in a window while the platform tells nothing else.

    Streams of an account that have the same allowance spend it together.
    """

    name: str
    calls: int
    window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One source of messages within an account, polled on its own clock.

    `interval` is the longest rest between two polls, `fastest` the shortest while people
    are talking. Without an allowance a stream is always read after its interval.
    """

    kind: Kind
    interval: timedelta
    fastest: timedelta | None = None
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person, or the department itself, as one platform shows them."""

    external_id: str
    name: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSeen:
    """What the department published and people comment under."""

    external_id: str
    text: str = ""
    permalink: str = ""
    published_at: datetime | None = None


LIVE_COMMENTS = "live_comments:"


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
class Incoming:
    """One thing said on a platform, in either direction, in our words.

    `thread_id` names the conversation: the direct-message thread, the
    top-level comment, or the post that opened an X reply branch. `sent_at` is
    the platform's time, in UTC. `contact` is the person a direct-message thread
    is with, so that our own words there still name them. `is_summons` tells whether
    the words name or quote the account. `capture` is the index, within its page, of
    the raw body that held it. `likes`, `is_hidden` and `is_summons` are None where
    the platform does not tell.
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
class Page:
    """One step of a walk from the newest message towards older ones.

    `spent` is what the platform charges for, by the words of `Price`.

    `position` is where the stream stands once this page is stored: given on
    the first page of a walk, None on later ones. `next` continues the walk;
    None says that it reached `since`, or the end of what the platform has.
    `again` are older messages that the page shows with something changed: compared
    with what is stored, never stored anew; `shortfalls` where some seem gone.
    `opened` are the broadcasts on the air now; `ended` says that the stream's own
    broadcast is over, so that nothing more comes after what this walk finds.
    """

    items: tuple[Incoming, ...]
    bodies: tuple[RawBody, ...]
    notices: tuple[Notice, ...] = ()
    again: tuple[Incoming, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    position: str | None = None
    next: str | None = None
    budget: Budget | None = None
    spent: Mapping[str, int] = field(default_factory=dict)
    opened: tuple[LiveVideo, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingReply:
    """Something to be said for the department.

    `reply_to` is the message answered, `recipient_id` its author. `attempted_at`
    is the moment before the first attempt, so that a search for it has a start.
    `surface` is where the message answered stands, if not in the usual place.
    """

    kind: Kind
    audience: Audience
    text: str
    thread_id: str
    reply_to: str
    recipient_id: str
    client_token: str
    attempted_at: datetime
    post_id: str | None = None
    surface: Surface | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The message that something is to be done to, or that is asked about."""

    kind: Kind
    external_id: str
    thread_id: str
    post_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the platform says of one message asked for by its id.

    `is_there` is False only in the platform's own word that it is gone. A flag is
    None where the platform does not show it.
    """

    is_there: bool = True
    is_hidden: bool | None = None
    is_liked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Messages looked up by id. One that is not in `found` could not be judged."""

    found: Mapping[str, Found]
    bodies: tuple[RawBody, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's word that it published a reply. `spent` is what it charges for that."""

    external_id: str
    accepted_at: datetime
    spent: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a platform charges for one of what an account reads or writes, in US dollars."""

    noun: str
    dollars: Decimal
    is_write: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """A platform's prices, by the names in which use is counted, and where they were published."""

    prices: Mapping[str, Price]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a connector needs to speak for one account.

    `address` is a loopback base that stands in for the platform's hosts, or
    None for the platform itself. Credentials never appear in a repr.
    """

    external_id: str
    credentials: Mapping[str, Any] = field(repr=False)
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """An account that a sign-in opened to us, with what speaks for it from now on.

    `access_ends_at` is when the platform says it will want a person again, UTC.
    """

    external_id: str
    name: str
    handle: str
    credentials: Mapping[str, Any] = field(repr=False)
    access_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSeen:
    """A direct-message thread, and the person it is with."""

    thread_id: str
    contact: Author


@runtime_checkable
class Pushes(Protocol):
    """A connector whose platform can push what happens, besides being asked."""

    def subscribe(self) -> None:
        """Let the platform push what happens on this account. Raises ConnectorError."""

    def thread_with(self, person_id: str) -> ThreadSeen | None:
        """Ask for the thread with a person, which a push does not name.

        Raises TryLater, Refused or NeedsReconnection.
        """


class Connector(Protocol):
    """One account's line to its platform. Built for one job, used by one thread.

    `streams` are polled for as long as the account is connected; `live` says how often
    the comments of a broadcast are, while it runs.
    """

    platform: ClassVar[Platform]
    capabilities: ClassVar[Mapping[Kind, Capabilities]]
    streams: ClassVar[Mapping[str, Stream]]
    live: ClassVar[Stream | None]

    def __init__(self, access: Access) -> None: ...

    @property
    def credentials(self) -> Mapping[str, Any]:
        """The credentials as they stand now: some platforms rotate them in use."""

    def fetch(self, stream: str, *, since: str | None, at: str | None) -> Page:
        """Fetch one page: the head when `at` is None, else where a walk goes on.

        `since` is the position up to which everything is already stored. Raises
        TryLater, Refused (the walk's place has expired) or NeedsReconnection.
        """

    def send(self, reply: OutgoingReply) -> Receipt:
        """Publish a reply once.

        Raises TryLater only when the platform certainly did not act, Refused,
        NeedsReconnection, or OutcomeUnknown.
        """

    def find_sent(self, reply: OutgoingReply) -> Receipt | None:
        """Look on the platform for a reply that may have been published."""

    def act(self, verb: Verb, target: Target) -> None:
        """Hide, show again, delete, like or unlike a message.

        Doing it twice is the same as once. Raises as `send` does.
        """

    def look_up(self, targets: Sequence[Target]) -> Looked:
        """Ask for messages by their ids. Raises TryLater, Refused or NeedsReconnection."""
