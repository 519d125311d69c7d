"""Which posts is a report offered by: the newest under which somebody began to wait?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, or_, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox.models import Conversation, Post, Wait
from inbox.reports import choosing
from inbox.reports.asking import Asked

MOST = 50
LOOKED_AT = 300
"""So many of the newest are looked at; older ones stand in the table of posts."""

FEW_DAYS = 62
"""Of these, all waits are read at once; of more days, each post soon turns out to have one."""

BEGINNING = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A post that can be chosen: how its words begin, and when it was published if that is told."""

    id: int
    name: str
    published_at: datetime | None


def offered(session: Session, asked: Asked) -> Sequence[Offered]:
    """Return the newest posts for which a report of these days and waits is not empty."""
    newest = (
        select(Post.id, Post.text, Post.published_at)
        .where(or_(Post.published_at.is_(None), Post.published_at < asked.end))
        .order_by(*_newest_first(Post.published_at, Post.id))
        .limit(LOOKED_AT)
        .subquery()
    )
    others = asked.filter.without("post")
    waits = _waits(replace(asked, filter=others))
    is_waited_for: ColumnElement[bool] = newest.c.id.in_(waits)
    if asked.days > FEW_DAYS:
        is_waited_for = waits.where(Conversation.post_id == newest.c.id).correlate(newest).exists()
    shown = (
        select(newest)
        .where(is_waited_for)
        .order_by(*_newest_first(newest.c.published_at, newest.c.id))
        .limit(MOST)
    )
    return [
        Offered(id=number, name=beginning(number, words), published_at=at)
        for number, words, at in session.execute(shown)
    ]


def beginning(number: int, words: str) -> str:
    """Return how a post's words begin; its number where there are none."""
    return " ".join(words.split())[:BEGINNING] or Phrase("post {number}", number=number)


def _newest_first(
    published_at: SQLColumnExpression[datetime | None], number: SQLColumnExpression[int]
) -> list[ColumnElement[Any]]:
    return [published_at.is_(None), published_at.desc(), number.desc()]


def _waits(asked: Asked) -> Select[int | None]:
    under = choosing.joined(select(Conversation.post_id).select_from(Wait))
    return under.where(choosing.began(asked), choosing.chosen(asked))
