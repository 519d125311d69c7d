"""How much of a broadcast was answered, how soon and by whom, and how fast do people comment?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from connectors.words import Direction
from inbox import clock
from inbox.models import Conversation, Message, Post, User, Wait, WaitEnd

MINUTES, FEWEST_MINUTES = 30, 5
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """A person, and how many comments of the broadcast they answered."""

    user: User
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a broadcast comes to so far.

    `median` is that of the time from a comment to its answer, None without an answer; `minutes`
    counts what was said in each of its last minutes, half an hour at most, the newest last.
    """

    answered: int
    commented: int
    hidden: int
    median: timedelta | None
    minutes: Sequence[int]
    team: Sequence[Answering]


def of(session: Session, post: Post) -> Summary:
    """Sum a broadcast up."""
    lengths = _lengths(session, post)
    commented, hidden = _counted(session, post)
    return Summary(
        answered=len(lengths),
        commented=commented,
        hidden=hidden,
        median=timedelta(seconds=median(lengths)) if lengths else None,
        minutes=_minutes(session, post),
        team=_team(session, post),
    )


def _lengths(session: Session, post: Post) -> list[float]:
    ended = select(Wait.started_at, Wait.ended_at).join(*_CONVERSATION).where(*_answered(post))
    return [(one.ended_at - one.started_at).total_seconds() for one in session.execute(ended)]


def _counted(session: Session, post: Post) -> tuple[int, int]:
    is_hidden = Message.hidden_at.is_not(None)
    counts = select(
        func.count(Message.conversation_id.distinct()), func.count().filter(is_hidden)
    ).join(Conversation, Conversation.id == Message.conversation_id)
    row = session.execute(counts.where(*_said(post))).one()
    return row[0], row[1]


# One look at the last minutes, whichever database looks.
def _minutes(session: Session, post: Post) -> list[int]:
    end = post.live_ended_at or clock.now(session)
    lasted = (end - (post.live_started_at or end)) // _MINUTE + 1
    many = min(MINUTES, max(FEWEST_MINUTES, lasted))
    edges = [end - number * _MINUTE for number in range(many, -1, -1)]
    in_each = [
        func.count().filter(Message.sent_at > since, Message.sent_at <= until)
        for since, until in pairwise(edges)
    ]
    counts = select(*in_each).join(Conversation, Conversation.id == Message.conversation_id)
    return list(session.execute(counts.where(*_said(post), _is_since(edges[0]))).one())


def _team(session: Session, post: Post) -> list[Answering]:
    many = func.count()
    found = session.execute(
        select(User, many)
        .join(Wait, Wait.ended_by_user_id == User.id)
        .join(*_CONVERSATION)
        .where(*_answered(post))
        .group_by(User.id)
        .order_by(many.desc(), User.id)
    )
    return [Answering(user=user, answered=answered) for user, answered in found]


_CONVERSATION = (Conversation, Conversation.id == Wait.conversation_id)


def _said(post: Post) -> tuple[ColumnElement[bool], ...]:
    return Conversation.post_id == post.id, Message.direction == Direction.IN


def _is_since(moment: datetime) -> ColumnElement[bool]:
    return Message.sent_at > moment


def _answered(post: Post) -> tuple[ColumnElement[bool], ...]:
    return Conversation.post_id == post.id, Wait.end == WaitEnd.ANSWERED
