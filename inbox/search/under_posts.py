"""Which conversations stand under a post that holds the words, while nothing said there does?

They come after everything that was said, the newest first, and are walked in bounded
steps as that is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inbox.db import planned_afresh
from inbox.models import Conversation, Post, SearchEntry
from inbox.search import matching, places
from inbox.search.filters import Narrowed

MOST_POSTS = 200
"""So many posts are looked under, the newest."""

STEP = 100
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Under:
    """A conversation, and the post it stands under."""

    conversation_id: int
    post_id: int


@dataclass(slots=True)
class Gathered:
    """Conversations, the newest first; what is further back has a number below `end`."""

    end: int
    found: list[Under] = field(default_factory=list)
    is_last: bool = False


def gather(session: Session, asked: Narrowed, *, end: int, limit: int, but: set[int]) -> Gathered:
    """Walk back from the number `end` until `limit` are found, those in `but` passed over."""
    posts = _posts(session, asked)
    gathered = Gathered(end=end, is_last=not posts)
    for _ in range(MOST_STEPS):
        if gathered.is_last or len(gathered.found) > limit:
            break
        step = _step(session, asked, posts, gathered.end)
        said = but | _saying(session, asked, [one.conversation_id for one in step])
        gathered.found += [one for one in step if one.conversation_id not in said]
        gathered.is_last = len(step) < STEP
        gathered.end = step[-1].conversation_id if step else 0
    return _cut(gathered, limit)


def _cut(gathered: Gathered, limit: int) -> Gathered:
    if len(gathered.found) <= limit:
        return gathered
    first_left_out = gathered.found[limit].conversation_id
    return Gathered(end=first_left_out + 1, found=gathered.found[:limit])


def _posts(session: Session, asked: Narrowed) -> list[int]:
    if asked.expression.is_impossible:
        return []
    query, number = matching.posts(session, asked.expression)
    known = query.order_by(number.desc()).limit(MOST_POSTS)
    ids = list(session.scalars(planned_afresh(known)))
    published = _published(asked)
    if ids and published:
        ids = list(session.scalars(select(Post.id).where(Post.id.in_(ids), *published)))
    return ids


def _published(asked: Narrowed) -> list[ColumnElement[bool]]:
    """Hold posts to the times that are asked for."""
    bounds = []
    if asked.first:
        bounds.append(Post.published_at >= places.moment(asked.first))
    if asked.end < places.END:
        bounds.append(Post.published_at < places.moment(asked.end))
    return bounds


def _step(session: Session, asked: Narrowed, posts: list[int], end: int) -> list[Under]:
    rows = session.execute(
        select(Conversation.id, Conversation.post_id)
        .where(
            Conversation.post_id.in_(posts),
            Conversation.merged_into_id.is_(None),
            Conversation.id < end,
            *asked.states,
        )
        .order_by(Conversation.id.desc())
        .limit(STEP)
    )
    return [Under(row.id, row.post_id) for row in rows]


def _saying(session: Session, asked: Narrowed, ids: list[int]) -> set[int]:
    """Return in which of some conversations something that was said matches."""
    query = select(SearchEntry.conversation_id).where(
        SearchEntry.conversation_id.in_(ids),
        SearchEntry.place >= asked.first,
        SearchEntry.place < asked.end,
        matching.is_match(session, asked.expression),
    )
    return set(session.scalars(planned_afresh(query.distinct()))) if ids else set()
