"""How does the desk speak with people on an Instagram business account, by the Graph API?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from connectors.base import Access
from connectors.capabilities import Capabilities
from connectors.errors import Refused
from connectors.graph import errors, looking, messaging, moderating, reactions, stories, subscribing
from connectors.graph.client import GraphClient
from connectors.graph.conversations import Inbox
from connectors.graph.pacing import LOOKING_FOR_BROADCASTS, SELDOM, paced
from connectors.graph.paging import Place
from connectors.graph.reading import Reading, next_page
from connectors.graph.rounds import first_page
from connectors.graph.standing import Standing
from connectors.instagram import graph_parsing as parsing
from connectors.instagram.capabilities import GRAPH_CAPABILITIES
from connectors.instagram.graph_live import Broadcasts
from connectors.instagram.graph_mentions import Mentions
from connectors.instagram.graph_tags import Tags
from connectors.looking import Looked, Target
from connectors.pages import Mark, Page, Pointer, PostSeen, ThreadSeen
from connectors.phrases import Phrase
from connectors.sending import OutgoingReply, Receipt
from connectors.streams import LIVE_COMMENTS, Stream
from connectors.words import Audience, Kind, Platform, Verb

NOT_OURS_TO_READ = Phrase("Instagram shows us no comments below media of others.")
NAME = "Instagram"
MEDIA_A_PAGE = 25
FLAGS = moderating.Flags(hide="hide", hidden="hidden")


class InstagramGraphConnector:
    """One business account's line, through the Page it belongs to.

    Credentials: `page_id`, `page_token`, and where known `app_secret`, `graph_version`.
    """

    platform: ClassVar[Platform] = Platform.INSTAGRAM
    capabilities: ClassVar[Mapping[Kind, Capabilities]] = GRAPH_CAPABILITIES
    streams: ClassVar[Mapping[str, Stream]] = {
        "comments": paced(Kind.COMMENT),
        "messages": paced(Kind.DIRECT_MESSAGE),
        "live": LOOKING_FOR_BROADCASTS,
        "tagged_media": paced(Kind.MENTION, interval=SELDOM),
    }
    live: ClassVar[Stream | None] = Stream(kind=Kind.LIVE_COMMENT, interval=timedelta(seconds=3))

    def __init__(self, access: Access) -> None:
        self._access = access
        self._own_id = access.external_id
        self._page_id = access.credentials["page_id"]
        self._client = GraphClient(
            access.credentials["page_token"],
            platform=NAME,
            address=access.address,
            app_secret=access.credentials.get("app_secret"),
            version=access.credentials.get("graph_version"),
        )
        self._broadcasts = Broadcasts(client=self._client, own_id=self._own_id)
        self._tags = Tags(client=self._client, own_id=self._own_id, reach=access.reach)
        self._mentions = Mentions(client=self._client, own_id=self._own_id)
        self._inbox = Inbox(
            client=self._client,
            platform=NAME,
            page_id=self._page_id,
            own_id=self._own_id,
            name_field="username",
            media_fields=f"attachments,shares,{stories.FIELD},{reactions.FIELD}",
            asked="INSTAGRAM",
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
            "comments": self._fetch_comments,
            "messages": self._inbox.fetch,
            "live": self._broadcasts.discover,
            "tagged_media": self._tags.fetch,
        }
        return fetchers[stream](since=since, at=at)

    def thread_with(self, person_id: str) -> ThreadSeen | None:
        """Name the thread with a person (`connectors.base.NamesThreads.thread_with`)."""
        return self._inbox.thread_with(person_id)

    def follow(self, pointer: Pointer) -> Page:
        """Ask for words that a push names (`connectors.base.FollowsPointers.follow`)."""
        return self._mentions.follow(pointer)

    def is_of_others(self, post_id: str) -> bool:  # noqa: ARG002 - the protocol's
        """Say no: what is said below media of others is not pushed."""
        return False

    def subscribe(self, *, key: str, secret: str) -> None:
        """Let Meta push what happens here (`connectors.base.Pushes.subscribe`)."""
        _ = key, secret  # the Page's own token names the application
        subscribing.subscribe_page(self._client, self._inbox.page_id)

    def upload(self, reply: OutgoingReply) -> OutgoingReply:
        """Upload a message's picture (`connectors.base.Connector.upload`); a comment has none."""
        return messaging.upload(self._client, self._inbox, reply)

    def send(self, reply: OutgoingReply) -> Receipt:
        """Publish a reply once (`connectors.base.Connector.send`)."""
        if reply.kind == Kind.DIRECT_MESSAGE:
            created = messaging.send_direct(self._client, self._inbox, reply)
        elif reply.audience == Audience.PRIVATE:
            created = messaging.send_privately(self._client, self._inbox, reply)
        elif reply.kind == Kind.MENTION:
            created = self._mentions.answer(reply)
        else:
            created = self._reply(reply)
        return Receipt(external_id=created, accepted_at=datetime.now(UTC))

    def find_sent(self, reply: OutgoingReply) -> Receipt | None:
        """Look for our words on the platform (`connectors.base.Connector.find_sent`)."""
        if looking.is_private(reply):
            return looking.in_messages(self._inbox, reply)
        if reply.kind == Kind.MENTION:
            raise Refused(NOT_OURS_TO_READ)
        path = f"{reply.thread_id}/replies"
        with errors.parsing(NAME):
            seen = list(looking.all_pages(path, partial(self._replies, path)))
            sought = reply.by_clock_of_platform(self._client.now())
            return looking.nearest(seen, self._own_id, sought, text="text", time="timestamp")

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

    def _reply(self, reply: OutgoingReply) -> str:
        # Replies are one level deep: one to a reply belongs to its top-level comment.
        return self._client.publish(reply.thread_id, "replies", named="id", message=reply.text)

    def _fetch_comments(self, *, since: str | None, at: str | None) -> Page:
        if at is not None:
            return next_page(self._client, at, self._go_on)
        with errors.parsing(NAME):
            standing = Standing.read(since, self._access.reach)
            reader = self._reader(standing)
            return first_page(
                self._client,
                standing,
                posts=self._media,
                newest=reader.newer_media,
                older=reader.media,
            )

    def _go_on(self, place: Place) -> Reading:
        with errors.parsing(NAME):
            if place.edge == parsing.MEDIA:
                reader = self._reader(Standing.read(None))
                return reader.newer_media(self._media(place.after), place.floor)
            if place.edge == parsing.REPLIES:
                return self._more_replies(place)
            return self._more_comments(place)

    def _more_comments(self, place: Place) -> Reading:
        return parsing.comments(
            self._comments(place.path, place.after),
            own_id=self._own_id,
            floor=place.floor,
            post=parsing.post_of(place.context),
            whole=place.context["whole"],
        )

    def _more_replies(self, place: Place) -> Reading:
        return parsing.replies(
            self._replies(place.path, place.after),
            own_id=self._own_id,
            floor=place.floor,
            post=parsing.post_of(place.context),
            parent=place.context["parent"],
        )

    def _reader(self, standing: Standing) -> parsing.Reader:
        return parsing.Reader(own_id=self._own_id, before=standing.before)

    def _media(self, cursor: str | None) -> dict[str, Any]:
        path = f"{self._own_id}/media"
        return self._read(path, parsing.MEDIA_FIELDS, MEDIA_A_PAGE, cursor)

    def _comments(self, path: str, cursor: str | None) -> dict[str, Any]:
        return self._read(path, parsing.COMMENT_FIELDS, parsing.COMMENTS_A_PAGE, cursor)

    def _replies(self, path: str, cursor: str | None) -> dict[str, Any]:
        return self._read(path, parsing.REPLY_FIELDS, parsing.COMMENTS_A_PAGE, cursor)

    def _read(self, path: str, fields: str, limit: int, cursor: str | None) -> dict[str, Any]:
        further = {"after": cursor} if cursor else {}
        return self._client.get(path, fields=fields, limit=limit, **further)
