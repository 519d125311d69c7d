"""Which posts is a report offered by: the newest under which somebody began to wait?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox.models import Conversation, Post, Wait
from inbox.reports import choosing, keys
from inbox.reports.asking import Asked

MOST = 50
LOOKED_AT = 300
"""So many of the newest are looked at; older ones stand in the table of posts."""

BEGINNING = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A post that can be chosen: how its words begin, and when it was published if that is told."""

    id: int
    name: str
    published_at: datetime | None


def offered(session: Session, asked: Asked) -> Sequence[Offered]:
    """Return the newest posts for which a report of these days and waits is not empty."""
    newest = session.execute(
        select(Post.id, Post.text, Post.published_at)
        .where(or_(Post.published_at.is_(None), Post.published_at < asked.end))
        .order_by(Post.published_at.is_(None), Post.published_at.desc(), Post.id.desc())
        .limit(LOOKED_AT)
    ).all()
    waits = choosing.began(
        session,
        replace(asked, filter=asked.filter.without("post")),
        beside=(keys.POST,),
        among=_under([one.id for one in newest]) if asked.is_long else None,
    )
    waited_for = set(waits.told(keys.POST).tolist())
    return [
        Offered(id=number, name=beginning(number, words), published_at=at)
        for number, words, at in newest
        if number in waited_for
    ][:MOST]


def beginning(number: int, words: str) -> str:
    """Return how a post's words begin; its number where there are none."""
    return " ".join(words.split())[:BEGINNING] or Phrase("post {number}", number=number)


def _under(posts: Sequence[int]) -> ColumnElement[bool]:
    conversations = select(Conversation.id).where(Conversation.post_id.in_(posts))
    return Wait.conversation_id.in_(conversations)
