"""What do the account's media and comments say, in our words?

Comments come newest first, top level only; replies hang below them, one level
deep (docs/platforms.md 2.3). A new reply may so lie below an old comment, where no
list by time shows it: the media's count of comments tells that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from connectors.attachments import address
from connectors.graph.paging import Place, Walk, after
from connectors.graph.reading import Reading, joined
from connectors.graph.revisiting import Before
from connectors.graph.times import moment, written
from connectors.pages import Author, Incoming, PostSeen
from connectors.words import Direction, Kind

BEGINNING = datetime.fromtimestamp(0, tz=UTC)
COMMENTS_A_PAGE = 50
MEDIA, COMMENTS, REPLIES = "media", "comments", "replies"

REPLY_FIELDS = "id,text,timestamp,from{id,username},parent_id,like_count,hidden"
COMMENT_FIELDS = f"{REPLY_FIELDS},replies.limit({COMMENTS_A_PAGE}){{{REPLY_FIELDS}}}"
MEDIA_FIELDS = (
    "id,caption,permalink,timestamp,comments_count,media_type,media_url,thumbnail_url,"
    f"comments.limit({COMMENTS_A_PAGE}){{{COMMENT_FIELDS}}}"
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads one account's answers, in the light of what the poll before knew."""

    own_id: str
    before: Before

    def media(self, answer: Json, floor: datetime) -> Reading:
        """Read a page of media with their newest comments, back to `floor`."""
        return joined(self._one(each, floor) for each in answer["data"])

    def newer_media(self, answer: Json, floor: datetime) -> Reading:
        """Read the same, and go on to the next page while the media themselves are new."""
        reading = self.media(answer, floor)
        cursor = after(answer)
        if cursor is None or any(moment(each["timestamp"]) < floor for each in answer["data"]):
            return reading
        path = f"{self.own_id}/media"
        return reading + Reading(places=(Place(edge=MEDIA, path=path, after=cursor, floor=floor),))

    def _one(self, told: Json, floor: datetime) -> Reading:
        count = told.get("comments_count", 0)
        counted = Reading(counts=((told["id"], count),))
        # Without a single comment the edge itself is left out.
        edge, post, before = told.get("comments", {"data": []}), post_seen(told), self.before
        shown = comments(edge, own_id=self.own_id, floor=BEGINNING, post=post).items
        counted += before.revisited(told["id"], edge, shown, count=count, floor=floor)
        reading = comments(edge, own_id=self.own_id, floor=floor, post=post)
        if before.counts.get(told["id"]) == count and not reading.is_newer_than(before.newest):
            # The overlap alone is no reason to walk what has nothing new.
            return counted + Reading(reading.items)
        hidden = self._unexplained(told["id"], count, reading)
        return counted + (_to_the_end(told, reading, floor) if hidden else reading)

    def _unexplained(self, media_id: str, count: int, reading: Reading) -> bool:
        known = self.before.counts.get(media_id)
        if known is None:
            return False
        fresh = sum(item.sent_at > self.before.newest for item in reading.items)
        return count - known > fresh


def comments(
    edge: Json, *, own_id: str, floor: datetime, post: PostSeen, whole: bool = False
) -> Reading:
    """Read one page of comments with their replies, back to `floor`.

    `whole` walks to the end, for replies below comments older than that.
    """
    times = [moment(each["timestamp"]) for each in edge["data"]]
    reading = joined(_with_replies(each, own_id, floor, post) for each in edge["data"])
    cursor = after(edge)
    if cursor is None or (times and times[-1] < floor and not whole):
        return reading
    return Reading(reading.items, (_rest(post, cursor, floor, whole=whole), *reading.places))


def replies(edge: Json, *, own_id: str, floor: datetime, post: PostSeen, parent: str) -> Reading:
    """Read one page of replies. Nothing says how they are ordered, so all pages are read."""
    items = tuple(_sayings(edge, own_id, floor, post, parent))
    cursor = after(edge)
    if cursor is None:
        return Reading(items)
    context = _told(post) | {"parent": parent}
    place = Place(
        edge=REPLIES, path=f"{parent}/replies", after=cursor, floor=floor, context=context
    )
    return Reading(items, (place,))


def whole(post: PostSeen) -> str:
    """Begin a walk through all comments of a media, and the replies below them."""
    return Walk(places=(_rest(post, "", BEGINNING, whole=True),)).written()


def post_of(context: Json) -> PostSeen:
    """Read back the post that a place keeps for its comments."""
    published = context["published_at"]
    return PostSeen(
        external_id=context["id"],
        text=context["text"],
        permalink=context["permalink"],
        published_at=moment(published) if published else None,
    )


def post_seen(told: Json) -> PostSeen:
    """Read one of the account's media."""
    return PostSeen(
        external_id=told["id"],
        text=told.get("caption", ""),
        permalink=told.get("permalink", ""),
        published_at=moment(told["timestamp"]),
        picture=_picture(told),
    )


# A film has a still; of several pictures the first is told.
def _picture(told: Json) -> str:
    is_film = told.get("media_type") == "VIDEO"
    return address(told.get("thumbnail_url" if is_film else "media_url"))


def _with_replies(told: Json, own_id: str, floor: datetime, post: PostSeen) -> Reading:
    top = Reading(tuple(_sayings({"data": [told]}, own_id, floor, post, None)))
    if "replies" not in told:
        return top
    return top + replies(told["replies"], own_id=own_id, floor=floor, post=post, parent=told["id"])


def _sayings(
    edge: Json, own_id: str, floor: datetime, post: PostSeen, parent: str | None
) -> Iterator[Incoming]:
    for told in edge["data"]:
        at = moment(told["timestamp"])
        if at >= floor:
            yield _saying(told, at, own_id, post, parent)


def _saying(told: Json, at: datetime, own_id: str, post: PostSeen, parent: str | None) -> Incoming:
    author = _author(told)
    ours = author is not None and author.external_id == own_id
    return Incoming(
        kind=Kind.COMMENT,
        external_id=told["id"],
        thread_id=parent or told.get("parent_id") or told["id"],
        direction=Direction.OUT if ours else Direction.IN,
        text=told.get("text", ""),
        sent_at=at,
        author=author,
        reply_to=parent or told.get("parent_id"),
        post=post,
        permalink=post.permalink,
        likes=told.get("like_count"),
        is_hidden=told.get("hidden"),
    )


def _author(told: Json) -> Author | None:
    writer = told.get("from")
    if not writer or "id" not in writer:
        return None
    return Author(external_id=writer["id"], handle=writer.get("username", ""))


def _to_the_end(told: Json, reading: Reading, floor: datetime) -> Reading:
    cursor = after(told.get("comments", {}))
    if cursor is None:
        return reading
    others = tuple(place for place in reading.places if place.edge != COMMENTS)
    whole = _rest(post_seen(told), cursor, floor, whole=True)
    return replace(reading, places=(whole, *others))


def _rest(post: PostSeen, cursor: str, floor: datetime, *, whole: bool) -> Place:
    path = f"{post.external_id}/comments"
    context = _told(post) | {"whole": whole}
    return Place(edge=COMMENTS, path=path, after=cursor, floor=floor, context=context)


def _told(post: PostSeen) -> dict[str, Any]:
    return {
        "id": post.external_id,
        "text": post.text,
        "permalink": post.permalink,
        "published_at": written(post.published_at) if post.published_at else None,
    }
