"""How does the desk speak with people on an Instagram account, by the private API?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from connectors.base import Access
from connectors.capabilities import Capabilities
from connectors.errors import Refused
from connectors.instagram import private_comments as comments
from connectors.instagram import private_finding as finding
from connectors.instagram import private_live as broadcasts
from connectors.instagram import private_messages as messages
from connectors.instagram import private_moderating as moderating
from connectors.instagram import private_sending as sending
from connectors.instagram import private_uploading as uploading
from connectors.instagram.capabilities import PRIVATE_CAPABILITIES
from connectors.instagram.private_line import Line
from connectors.looking import Looked, Target
from connectors.pages import Mark, Page, PostSeen
from connectors.phrases import Phrase
from connectors.sending import OutgoingReply, Receipt
from connectors.streams import LIVE_COMMENTS, Allowance, Stream
from connectors.words import Kind, Platform, Verb

# No figures are published. A round of comments takes four calls and more, one of messages one
# or two; together they keep to what a person's own app might ask (docs/platforms.md 3.3).
CALLS = Allowance(name="instagram", calls=240, window=timedelta(hours=1))


def _paced(kind: Kind) -> Stream:
    return Stream(
        kind=kind,
        interval=timedelta(minutes=2),
        fastest=timedelta(minutes=1),
        allowance=CALLS,
    )


class InstagramPrivateConnector:
    """One account's line, as its own app would hold it, through instagrapi.

    Credentials are instagrapi's settings as `private_sign_in.sign_in` returned them.
    There is no private reply to a comment here: a direct message to its author would be
    a new conversation, not an answer that the platform ties to the comment.
    """

    platform: ClassVar[Platform] = Platform.INSTAGRAM
    capabilities: ClassVar[Mapping[Kind, Capabilities]] = PRIVATE_CAPABILITIES
    streams: ClassVar[Mapping[str, Stream]] = {
        "comments": _paced(Kind.COMMENT),
        "messages": _paced(Kind.DIRECT_MESSAGE),
        "live": Stream(kind=Kind.LIVE_COMMENT, interval=timedelta(seconds=60)),
    }
    live: ClassVar[Stream | None] = Stream(kind=Kind.LIVE_COMMENT, interval=timedelta(seconds=7))

    def __init__(self, access: Access) -> None:
        self._line = Line(access)

    @property
    def credentials(self) -> Mapping[str, Any]:
        """The session and device as they stand now: cookies and claims change in use."""
        settings: Mapping[str, Any] = self._line.client.get_settings()
        return settings

    def fetch(self, stream: str, *, since: str | None, at: str | None) -> Page:
        """Fetch one page of a stream (`connectors.base.Connector.fetch`)."""
        fetchers: dict[str, Callable[..., Page]] = {
            "comments": comments.fetch,
            "messages": messages.fetch,
            "live": broadcasts.discover,
        }
        self._line.take_bodies()
        if stream.startswith(LIVE_COMMENTS):
            live_id = stream.removeprefix(LIVE_COMMENTS)
            return broadcasts.comments(self._line, live_id, since=since)
        return fetchers[stream](self._line, since=since, at=at)

    def upload(self, reply: OutgoingReply) -> OutgoingReply:
        """Upload a message's picture (`connectors.base.Connector.upload`)."""
        _check(reply)
        return uploading.upload(self._line, reply)

    def send(self, reply: OutgoingReply) -> Receipt:
        """Publish a reply once (`connectors.base.Connector.send`)."""
        _check(reply)
        is_direct = reply.kind == Kind.DIRECT_MESSAGE
        return (sending.message if is_direct else sending.comment)(self._line, reply)

    def find_sent(self, reply: OutgoingReply) -> Receipt | None:
        """Look for our words on the platform (`connectors.base.Connector.find_sent`)."""
        is_direct = reply.kind == Kind.DIRECT_MESSAGE
        return (finding.message if is_direct else finding.comment)(self._line, reply)

    def act(self, verb: Verb, target: Target) -> None:
        """Do something to a comment (`connectors.base.Connector.act`)."""
        moderating.act(self._line, verb, target)

    @staticmethod
    def whole(post: PostSeen) -> Mark | None:
        """Begin a walk through a post's comments (`connectors.base.Connector.whole`)."""
        return Mark(stream="comments", at=comments.whole(post))

    def look_up(self, targets: Sequence[Target]) -> Looked:
        """Ask for comments by id (`connectors.base.Connector.look_up`)."""
        return moderating.look_up(self._line, targets)


def _check(reply: OutgoingReply) -> None:
    """Refuse what cannot be sent this way. Raises Refused."""
    allowed = PRIVATE_CAPABILITIES.get(reply.kind)
    if allowed is None or reply.audience != allowed.audience:
        raise Refused(Phrase("Instagram's private interface has no private reply to a comment."))
    if allowed.text.length(reply.text) > allowed.text.limit:
        raise Refused(
            Phrase(
                "Instagram accepts at most {limit} {unit} here.",
                limit=allowed.text.limit,
                unit=allowed.text.unit,
            )
        )
    if reply.picture and (allowed.picture is None or reply.text):
        raise Refused(
            Phrase("Instagram takes a picture in a direct message only, and without words.")
        )
    if not reply.thread_id.isdecimal():
        raise Refused(Phrase("Instagram does not know this conversation."))
    try:
        reply.text.encode()
    except UnicodeEncodeError as error:
        raise Refused(
            Phrase("This text holds half a character that Instagram cannot take.")
        ) from error
