"""How does the desk speak with people on a Facebook Page and in its Messenger?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from connectors.base import Access
from connectors.capabilities import Capabilities
from connectors.facebook import attachments, parsing, photos
from connectors.facebook.capabilities import CAPABILITIES
from connectors.facebook.live import Broadcasts
from connectors.facebook.parsing import Source
from connectors.graph import errors, looking, messaging, moderating, subscribing
from connectors.graph.client import GraphClient
from connectors.graph.conversations import Inbox
from connectors.graph.pacing import LOOKING_FOR_BROADCASTS, SELDOM, paced
from connectors.graph.paging import Place
from connectors.graph.reading import Reading, next_page
from connectors.graph.rounds import first_page
from connectors.graph.standing import Standing
from connectors.looking import Looked, Target
from connectors.pages import Mark, Page, PostSeen, ThreadSeen
from connectors.sending import OutgoingReply, Receipt
from connectors.streams import LIVE_COMMENTS, Stream
from connectors.words import Audience, Kind, Platform, Verb

NAME = "Facebook"
POSTS = {
    "comments": parsing.FEED,
    "visitor_posts": parsing.VISITORS,
    "tagged_posts": parsing.TAGGED,
    "ad_comments": parsing.ADS,
}
POSTS_A_PAGE = 25
COMMENTS_A_PAGE = 100
FLAGS = moderating.Flags(hide="is_hidden", hidden="is_hidden", liked="user_likes")


class FacebookConnector:
    """One Page's line. Credentials: `page_token`, and where known `app_secret`, `graph_version`."""

    platform: ClassVar[Platform] = Platform.FACEBOOK
    capabilities: ClassVar[Mapping[Kind, Capabilities]] = CAPABILITIES
    streams: ClassVar[Mapping[str, Stream]] = {
        "comments": paced(Kind.COMMENT),
        "messages": paced(Kind.DIRECT_MESSAGE),
        "live": LOOKING_FOR_BROADCASTS,
        "visitor_posts": paced(Kind.MENTION, interval=SELDOM),
        "tagged_posts": paced(Kind.MENTION, interval=SELDOM),
        "ad_comments": paced(Kind.COMMENT, interval=SELDOM),
    }
    live: ClassVar[Stream | None] = Stream(kind=Kind.LIVE_COMMENT, interval=timedelta(seconds=3))

    def __init__(self, access: Access) -> None:
        self._access = access
        self._page_id = access.external_id
        self._client = GraphClient(
            access.credentials["page_token"],
            platform=NAME,
            address=access.address,
            app_secret=access.credentials.get("app_secret"),
            version=access.credentials.get("graph_version"),
        )
        self._broadcasts = Broadcasts(client=self._client, page_id=self._page_id)
        self._inbox = Inbox(
            client=self._client,
            platform=NAME,
            page_id=self._page_id,
            own_id=self._page_id,
            name_field="name",
            media_fields="attachments,sticker,shares",
            asked="MESSENGER",
            reach=access.reach,
        )

    @property
    def credentials(self) -> Mapping[str, Any]:
        """Page tokens do not change in use."""
        return self._access.credentials

    def fetch(self, stream: str, *, since: str | None, at: str | None) -> Page:
        """Fetch one page of a stream (`connectors.base.Connector.fetch`)."""
        self._client.forget_answers()
        if stream.startswith(LIVE_COMMENTS):
            live_id = stream.removeprefix(LIVE_COMMENTS)
            return self._broadcasts.comments(live_id, since=since, at=at)
        fetchers: dict[str, Callable[..., Page]] = {
            **{name: partial(self._fetch_posts, source) for name, source in POSTS.items()},
            "messages": self._inbox.fetch,
            "live": self._broadcasts.discover,
        }
        return fetchers[stream](since=since, at=at)

    def thread_with(self, person_id: str) -> ThreadSeen | None:
        """Name the thread with a person (`connectors.base.NamesThreads.thread_with`)."""
        return self._inbox.thread_with(person_id)

    def is_of_others(self, post_id: str) -> bool:
        """Ask who wrote a post (`connectors.base.NamesThreads.is_of_others`)."""
        with errors.parsing(NAME):
            writer = self._client.get(post_id, fields="from").get("from", {}).get("id")
            return writer not in (None, self._page_id)

    def subscribe(self, *, key: str, secret: str) -> None:
        """Let Meta push what happens here (`connectors.base.Pushes.subscribe`)."""
        _ = key, secret  # the Page's own token names the application
        subscribing.subscribe_page(self._client, self._inbox.page_id)

    def upload(self, reply: OutgoingReply) -> OutgoingReply:
        """Upload a reply's picture (`connectors.base.Connector.upload`)."""
        if looking.is_private(reply):
            return messaging.upload(self._client, self._inbox, reply)
        return photos.upload(self._client, self._page_id, reply)

    def send(self, reply: OutgoingReply) -> Receipt:
        """Publish a reply once (`connectors.base.Connector.send`)."""
        if reply.kind == Kind.DIRECT_MESSAGE:
            created = messaging.send_direct(self._client, self._inbox, reply)
        elif reply.audience == Audience.PRIVATE:
            created = messaging.send_privately(self._client, self._inbox, reply)
        else:
            created = self._comment(reply)
        return Receipt(external_id=created, accepted_at=datetime.now(UTC))

    def find_sent(self, reply: OutgoingReply) -> Receipt | None:
        """Look for our words on the platform (`connectors.base.Connector.find_sent`)."""
        if looking.is_private(reply):
            return looking.in_messages(self._inbox, reply)
        path = f"{reply.thread_id}/comments"
        with errors.parsing(NAME):
            more = partial(self._comments, path)
            seen = looking.since_attempt(path, more, self._client, reply, time="created_time")
            return looking.nearest(
                list(seen),
                self._page_id,
                reply.by_clock_of_platform(self._client.now()),
                text="message",
                time="created_time",
                held=attachments.of_comment,
            )

    def act(self, verb: Verb, target: Target) -> None:
        """Do something to a comment (`connectors.base.Connector.act`)."""
        moderating.act(self._client, FLAGS, verb, target)

    @staticmethod
    def whole(post: PostSeen) -> Mark | None:
        """Begin a walk through a post's comments (`connectors.base.Connector.whole`)."""
        return Mark(stream="comments", at=parsing.whole(post))

    def look_up(self, targets: Sequence[Target]) -> Looked:
        """Ask for comments by id (`connectors.base.Connector.look_up`)."""
        return moderating.look_up(self._client, FLAGS, targets)

    def _comment(self, reply: OutgoingReply) -> str:
        # Under the top-level comment: replies below replies can't be commented on.
        return self._client.publish(
            reply.thread_id, "comments", named="id", **photos.with_words(reply)
        )

    def _fetch_posts(self, source: Source, *, since: str | None, at: str | None) -> Page:
        if at is not None:
            return next_page(self._client, at, self._go_on)
        try:
            return self._first_page(source, since)
        except errors.PermissionMissing:
            if not source.is_optional:
                raise
            return Page(items=(), bodies=self._client.bodies(), position=since)

    def _first_page(self, source: Source, since: str | None) -> Page:
        with errors.parsing(NAME):
            standing = Standing.read(since, self._access.reach)
            reader = self._reader(source, standing)
            return first_page(
                self._client,
                standing,
                posts=partial(self._posts, source.edge),
                newest=reader.newer_posts,
                older=reader.posts,
            )

    def _go_on(self, place: Place) -> Reading:
        if place.edge != parsing.COMMENTS:
            answer = self._posts(place.edge, place.after)
            with errors.parsing(NAME):
                reader = self._reader(parsing.SOURCES[place.edge], Standing.read(None))
                return reader.newer_posts(answer, place.floor)
        answer = self._comments(place.path, place.after)
        with errors.parsing(NAME):
            return parsing.comments(
                answer,
                page_id=self._page_id,
                floor=place.floor,
                post=parsing.post_of(place.context),
                source=parsing.source_of(place.context),
            )

    def _reader(self, source: Source, standing: Standing) -> parsing.Reader:
        return parsing.Reader(page_id=self._page_id, source=source, before=standing.before)

    def _posts(self, edge: str, cursor: str | None) -> dict[str, Any]:
        return self._client.get(
            f"{self._page_id}/{edge}",
            fields=parsing.POST_FIELDS,
            limit=POSTS_A_PAGE,
            **({"after": cursor} if cursor else {}),
        )

    def _comments(self, path: str, cursor: str | None) -> dict[str, Any]:
        return self._client.get(
            path,
            fields=parsing.COMMENT_FIELDS,
            filter="stream",
            order="reverse_chronological",
            limit=COMMENTS_A_PAGE,
            **({"after": cursor} if cursor else {}),
        )
