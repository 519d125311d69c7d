"""How does the desk speak with people on X?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from connectors.base import Access
from connectors.capabilities import Capabilities
from connectors.consent import Application
from connectors.looking import Looked, Target
from connectors.pages import Mark, Page, Pointer, PostSeen
from connectors.phrases import Phrase
from connectors.sending import OutgoingReply, Receipt
from connectors.streams import Allowance, Stream
from connectors.weighted_links import addresses
from connectors.words import Kind, Platform, Verb
from connectors.x import finding, moderating, pictures, subscribing
from connectors.x.capabilities import CAPABILITIES
from connectors.x.client import XClient
from connectors.x.direct_messages import DirectMessages
from connectors.x.errors import Unanswered
from connectors.x.prices import LINKS_WRITTEN, MESSAGES_WRITTEN, POSTS_WRITTEN
from connectors.x.public_posts import PublicPosts
from connectors.x.quotes import Quotes
from connectors.x.thread_replies import ThreadReplies
from connectors.x.walking import moment_of

MINUTE = timedelta(minutes=1)
WINDOW = 15 * MINUTE


def _paced(kind: Kind, route: str, *, calls: int) -> Stream:
    """Return a stream that has a route, and so a limit, of its own (docs/platforms.md 3.1)."""
    return Stream(
        kind=kind,
        interval=MINUTE,
        fastest=timedelta(seconds=15),
        allowance=Allowance(name=route, calls=calls, window=WINDOW),
    )


class XConnector:
    """One handle's line to X.

    Credentials are those of OAuth 1.0a (`consumer_key`, `consumer_secret`, `access_token`,
    `access_token_secret`) or 2.0 (`oauth2.exchanged`), and `handle` where known. Direct
    messages allow 15 reads in 15 minutes, hence the minute between polls
    (docs/platforms.md 3.1).
    """

    platform: ClassVar[Platform] = Platform.X
    capabilities: ClassVar[Mapping[Kind, Capabilities]] = CAPABILITIES
    streams: ClassVar[Mapping[str, Stream]] = {
        "mentions": _paced(Kind.MENTION, "mentions", calls=300),
        "own_posts": _paced(Kind.MENTION, "own posts", calls=900),
        "messages": Stream(
            kind=Kind.DIRECT_MESSAGE,
            interval=1.5 * MINUTE,
            fastest=MINUTE,
            allowance=Allowance(name="direct messages", calls=15, window=WINDOW),
        ),
        "thread_replies": Stream(kind=Kind.MENTION, interval=3 * MINUTE),
        "quotes": Stream(kind=Kind.MENTION, interval=5 * MINUTE),
    }
    live: ClassVar[Stream | None] = None

    def __init__(self, access: Access) -> None:
        self._access = access
        self._client = XClient(access)
        self._posts = posts = PublicPosts(self._client)
        self._pages = {
            "mentions": posts.mentions,
            "own_posts": posts.own_posts,
            "messages": DirectMessages(self._client).page,
            "thread_replies": ThreadReplies(self._client).page,
            "quotes": Quotes(self._client).page,
        }

    @property
    def credentials(self) -> Mapping[str, Any]:
        """Nothing is left to keep: what X renews is stored as it comes (`Access.renewal`)."""
        return self._access.credentials

    def fetch(self, stream: str, *, since: str | None, at: str | None) -> Page:
        """Fetch one page (`connectors.base.Connector.fetch`)."""
        self._client.start()
        page = self._pages[stream](since=since, at=at)
        return replace(page, spent=dict(self._client.spent))

    def upload(self, reply: OutgoingReply) -> OutgoingReply:
        """Upload a reply's picture (`connectors.base.Connector.upload`)."""
        self._client.start()
        return pictures.upload(self._client, reply)

    def send(self, reply: OutgoingReply) -> Receipt:
        """Publish a reply once (`connectors.base.Connector.send`).

        No call of X carries an idempotency key, so none is ever repeated here.
        """
        self._client.start()
        sent_id = self._message(reply) if finding.is_private(reply) else self._post(reply)
        if not sent_id.isdecimal():
            raise Unanswered(Phrase("X's answer names no id for what it published."))
        return Receipt(
            external_id=sent_id, accepted_at=_accepted_at(sent_id), spent={_charged(reply): 1}
        )

    def find_sent(self, reply: OutgoingReply) -> Receipt | None:
        """Look for a reply on X (`connectors.base.Connector.find_sent`)."""
        self._client.start()
        found = finding.find(self._client, reply)
        return replace(found, spent={_charged(reply): 1}) if found else None

    def act(self, verb: Verb, target: Target) -> None:
        """Do something to a post (`connectors.base.Connector.act`)."""
        moderating.act(self._client, verb, target)

    @staticmethod
    def whole(_post: PostSeen) -> Mark | None:
        """X shows replies by search alone, of seven days, and charges for each (README)."""
        return None

    def look_up(self, targets: Sequence[Target]) -> Looked:
        """Ask for posts by id (`connectors.base.Connector.look_up`)."""
        return moderating.look_up(self._client, targets)

    def subscribe(self, *, key: str, secret: str) -> None:
        """Let X push what happens here (`connectors.base.Pushes.subscribe`)."""
        application = Application(key=key, secret=secret, address=self._access.address)
        subscribing.subscribe_profile(application, self._client)

    def follow(self, pointer: Pointer) -> Page:
        """Fetch a pushed post (`connectors.base.FollowsPointers.follow`)."""
        self._client.start()
        page = self._posts.one(pointer.post_id)
        return replace(page, spent=dict(self._client.spent))

    def _post(self, reply: OutgoingReply) -> str:
        call = self._client.tweepy.create_tweet
        media = {"media_ids": [reply.picture.uploaded_as]} if reply.picture else {}
        words = {"text": reply.text} if reply.text or not media else {}
        created = self._client.write(call, in_reply_to_tweet_id=reply.reply_to, **words, **media)
        return str(created.get("id"))

    def _message(self, reply: OutgoingReply) -> str:
        call = self._client.tweepy.create_direct_message
        media = {"media_id": reply.picture.uploaded_as} if reply.picture else {}
        words = {"text": reply.text} if reply.text or not media else {}
        created = self._client.write(call, **words, **media, **finding.conversation(reply))
        return str(created.get("dm_event_id"))


def _charged(reply: OutgoingReply) -> str:
    if finding.is_private(reply):
        return MESSAGES_WRITTEN
    return LINKS_WRITTEN if any(addresses(reply.text)) else POSTS_WRITTEN


def _accepted_at(sent_id: str) -> datetime:
    """X's own time of a post stands in its id; ours only where the id is unreadable."""
    try:
        return moment_of(sent_id)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
