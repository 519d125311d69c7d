"""What must a connector be able to do?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol, runtime_checkable

from connectors.capabilities import Capabilities
from connectors.looking import Looked, Target
from connectors.pages import Mark, Page, Pointer, PostSeen, ThreadSeen
from connectors.sending import OutgoingReply, Receipt
from connectors.streams import Stream
from connectors.words import Kind, Platform, Verb

FIRST_REACH = timedelta(days=30)


class Renewal(Protocol):
    """Renews one account's credentials, which several processes may hold at once."""

    def __call__(
        self,
        old: Mapping[str, Any],
        renew: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        *,
        wait: bool,
    ) -> Mapping[str, Any]:
        """Return credentials newer than `old`, stored before they are handed over.

        They are what another process got meanwhile, or what `renew` makes of `old` at
        the platform: it is called by one process at a time, which `wait` says whether
        to wait for. Raises what `renew` raises, TryLater or NeedsReconnection.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a connector needs to speak for one account.

    `address` is a loopback base that stands in for the platform's hosts, or
    None for the platform itself. `reach` is how far back a stream goes that was never
    read. Credentials never appear in a repr. Without a `renewal` they are used as long as
    they last.
    """

    external_id: str
    credentials: Mapping[str, Any] = field(repr=False)
    address: str | None = None
    renewal: Renewal | None = field(default=None, repr=False, compare=False)
    reach: timedelta = FIRST_REACH


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


@runtime_checkable
class Pushes(Protocol):
    """A connector whose platform can push what happens, besides being asked."""

    def subscribe(self, *, key: str, secret: str) -> None:
        """Let the platform push what happens on this account to the application of this key.

        Twice is the same as once. Raises ConnectorError.
        """


@runtime_checkable
class NamesThreads(Protocol):
    """A connector whose platform pushes words without the thread that they belong to."""

    def thread_with(self, person_id: str) -> ThreadSeen | None:
        """Ask for the thread with a person, which a push does not name.

        Raises TryLater, Refused or NeedsReconnection.
        """

    def is_of_others(self, post_id: str) -> bool:
        """Ask whether a post is somebody's to the account, which a push below it does not say.

        Raises TryLater, Refused or NeedsReconnection.
        """


@runtime_checkable
class FollowsPointers(Protocol):
    """A connector whose platform pushes some words by their ids alone, or not whole."""

    def follow(self, pointer: Pointer) -> Page:
        """Ask for the words; none where they come in a stream of their own as well.

        Raises TryLater, Refused (they are not ours to read) or NeedsReconnection.
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

    def upload(self, reply: OutgoingReply) -> OutgoingReply:
        """Put a reply's picture where the platform keeps it and nobody sees it; name it.

        A reply without one comes back as it is. Twice does no harm. Raises TryLater,
        Refused or NeedsReconnection.
        """

    def send(self, reply: OutgoingReply) -> Receipt:
        """Publish a reply once, its picture uploaded before.

        Raises TryLater only when the platform certainly did not act, Refused,
        NeedsReconnection, or OutcomeUnknown.
        """

    def find_sent(self, reply: OutgoingReply) -> Receipt | None:
        """Look on the platform for a reply that may have been published."""

    def act(self, verb: Verb, target: Target) -> None:
        """Hide, show again, delete, like or unlike a message.

        Doing it twice is the same as once. Raises as `send` does.
        """

    @staticmethod
    def whole(post: PostSeen, /) -> Mark | None:
        """Say where a walk through all comments of a post begins; None where there is none."""

    def look_up(self, targets: Sequence[Target]) -> Looked:
        """Ask for messages by their ids. Raises TryLater, Refused or NeedsReconnection."""
