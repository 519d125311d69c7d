"""What do the Page's posts and comments say, in our words?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.attachments import address
from connectors.facebook import attachments
from connectors.graph.paging import Place, Walk, after
from connectors.graph.reading import Reading, joined
from connectors.graph.revisiting import Before
from connectors.graph.times import moment, written
from connectors.pages import Author, Incoming, PostSeen
from connectors.words import Direction, Kind, Surface

BEGINNING = datetime.fromtimestamp(0, tz=UTC)
NESTED_COMMENTS = 25
COMMENTS = "comments"

COMMENT_FIELDS = (
    "id,message,from{id,name},created_time,parent{id},permalink_url,like_count,is_hidden,attachment"
)
POST_FIELDS = (
    "id,message,from{id,name},created_time,updated_time,permalink_url,full_picture,"
    "comments.filter(stream).order(reverse_chronological)"
    f".limit({NESTED_COMMENTS}).summary(true){{{COMMENT_FIELDS}}}"
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One list of posts around a Page.

    In `is_others` the posts are words to the department themselves, and what is
    said below one belongs to its conversation. What `is_optional` needs permissions
    that an account may do without.
    """

    edge: str
    surface: Surface | None = None
    is_others: bool = False
    is_optional: bool = False

    @property
    def kind(self) -> Kind:
        """What is said there."""
        return Kind.MENTION if self.is_others else Kind.COMMENT


FEED = Source(edge="feed")
VISITORS = Source(edge="visitor_posts", surface=Surface.VISITOR_POST, is_others=True)
TAGGED = Source(edge="tagged", surface=Surface.TAGGED_POST, is_others=True, is_optional=True)
ADS = Source(edge="ads_posts", surface=Surface.AD, is_optional=True)
SOURCES = {source.edge: source for source in (FEED, VISITORS, TAGGED, ADS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads one Page's posts, in the light of what the poll before knew."""

    page_id: str
    source: Source
    before: Before

    def posts(self, answer: Json, floor: datetime) -> Reading:
        """Read a page of posts with their newest comments, back to `floor`."""
        return joined(self._post(each, floor) for each in answer["data"])

    def newer_posts(self, answer: Json, floor: datetime) -> Reading:
        """Read the same, and go on to the next page while the posts themselves are new."""
        reading = self.posts(answer, floor)
        cursor = after(answer)
        ended = any(moment(each["created_time"]) < floor for each in answer["data"])
        if cursor is None or ended:
            return reading
        edge = self.source.edge
        more = Place(edge=edge, path=f"{self.page_id}/{edge}", after=cursor, floor=floor)
        return reading + Reading(places=(more,))

    def _post(self, told: Json, floor: datetime) -> Reading:
        author = _author(told)
        if self.source is FEED and author and author.external_id != self.page_id:
            # Visitors' posts stand in the feed too, and are read where they are words to us.
            return Reading()
        said = self._said(told, author, floor)
        return Reading(said) + self._comments(told, floor)

    def _said(self, told: Json, author: Author | None, floor: datetime) -> tuple[Incoming, ...]:
        at = moment(told["created_time"])
        if not self.source.is_others or at < floor:
            return ()
        return (_words_of_others(told, at, author, self.source),)

    def _comments(self, told: Json, floor: datetime) -> Reading:
        if "comments" not in told:
            return Reading()
        edge, post, before = told["comments"], _post_seen(told), self.before
        shown = _said_below(edge["data"], self.page_id, post, self.source)
        reading = _back_to(edge, shown, floor, post, self.source)
        count = edge["summary"]["total_count"]
        # The overlap alone is no reason to walk a post again that has nothing new.
        known = before.counts.get(told["id"]) == count and not reading.is_newer_than(before.newest)
        places = () if known else reading.places
        again = before.revisited(told["id"], edge, shown, count=count, floor=floor)
        return Reading(reading.items, places, ((told["id"], count),)) + again


def comments(
    answer: Json, *, page_id: str, floor: datetime, post: PostSeen, source: Source = FEED
) -> Reading:
    """Read one page of the comments of a post, newest first, back to `floor`."""
    return _back_to(answer, _said_below(answer["data"], page_id, post, source), floor, post, source)


def whole(post: PostSeen) -> str:
    """Begin a walk through all comments of a post."""
    return Walk(places=(_rest(post, "", BEGINNING, FEED),)).written()


def post_of(context: Json) -> PostSeen:
    """Read back the post that a place keeps for its comments."""
    published = context["published_at"]
    return PostSeen(
        external_id=context["id"],
        text=context["text"],
        permalink=context["permalink"],
        published_at=moment(published) if published else None,
    )


def _said_below(
    told: Iterable[Json], page_id: str, post: PostSeen, source: Source
) -> tuple[Incoming, ...]:
    return tuple(
        _comment(each, moment(each["created_time"]), page_id, post, source) for each in told
    )


def _back_to(
    answer: Json, shown: tuple[Incoming, ...], floor: datetime, post: PostSeen, source: Source
) -> Reading:
    items = tuple(item for item in shown if item.sent_at >= floor)
    cursor = after(answer)
    if cursor is None or (shown and shown[-1].sent_at < floor):
        return Reading(items)
    return Reading(items, (_rest(post, cursor, floor, source),))


def _post_seen(told: Json) -> PostSeen:
    return PostSeen(
        external_id=told["id"],
        text=told.get("message", ""),
        permalink=told.get("permalink_url", ""),
        published_at=moment(told["created_time"]),
        picture=address(told.get("full_picture")),
    )


def source_of(context: Json) -> Source:
    """Read back where the post of a place stands; older places name the feed only."""
    return SOURCES[context.get("source", FEED.edge)]


def _rest(post: PostSeen, cursor: str, floor: datetime, source: Source) -> Place:
    context = {
        "source": source.edge,
        "id": post.external_id,
        "text": post.text,
        "permalink": post.permalink,
        "published_at": written(post.published_at) if post.published_at else None,
    }
    path = f"{post.external_id}/comments"
    return Place(edge=COMMENTS, path=path, after=cursor, floor=floor, context=context)


def _words_of_others(told: Json, at: datetime, author: Author | None, source: Source) -> Incoming:
    return Incoming(
        kind=source.kind,
        external_id=told["id"],
        thread_id=told["id"],
        direction=Direction.IN,
        text=told.get("message", ""),
        sent_at=at,
        author=author,
        permalink=told.get("permalink_url", ""),
        surface=source.surface,
    )


def _comment(told: Json, at: datetime, page_id: str, post: PostSeen, source: Source) -> Incoming:
    author = _author(told)
    parent = told.get("parent", {}).get("id")
    ours = author is not None and author.external_id == page_id
    return Incoming(
        kind=source.kind,
        external_id=told["id"],
        thread_id=post.external_id if source.is_others else parent or told["id"],
        direction=Direction.OUT if ours else Direction.IN,
        text=told.get("message", ""),
        sent_at=at,
        author=author,
        reply_to=parent or (post.external_id if source.is_others else None),
        post=None if source.is_others else post,
        permalink=told.get("permalink_url", ""),
        likes=told.get("like_count"),
        is_hidden=told.get("is_hidden"),
        attachments=attachments.of_comment(told),
        surface=None if source.is_others or ours else source.surface,
    )


def _author(told: Json) -> Author | None:
    # `from` is absent when our token may not see who it was.
    writer = told.get("from")
    if not writer or "id" not in writer:
        return None
    return Author(external_id=writer["id"], name=writer.get("name", ""))
