"""What is said in a broadcast, in order, and how much of it waits for an answer?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from connectors.words import Audience, Direction, Verb
from inbox import clock, moderation, questions
from inbox.errors import NotFound
from inbox.models import Conversation, Message, Post, User, Wait, WaitEnd

LINES_SHOWN = 300
MINUTE = timedelta(minutes=1)

Selected: TypeAlias = Select[Message, Conversation]


# Platforms tell whole seconds, and pages come newest first; within a second the rising ids of
# comments tell the order (docs/live_video.md, not verified).
_ORDER = (Message.sent_at, func.length(Message.external_id), Message.external_id)


class Shown(StrEnum):
    """Which lines somebody wants to see."""

    ALL = "all"
    QUESTIONS = "questions"
    UNANSWERED = "unanswered"


class NoSuchBroadcast(NotFound):
    """No live video has this number."""

    def __init__(self, post_id: int) -> None:
        super().__init__(Phrase("There is no live video {post_id}.", post_id=post_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Who answered, and when; nobody by name when it was done on the platform itself."""

    by: User | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One comment of a broadcast, with what became of it."""

    message: Message
    conversation: Conversation
    answered: Answered | None

    @property
    def is_question(self) -> bool:
        """Whether it asks something."""
        return questions.is_question(self.message.text)

    @property
    def can_be_hidden(self) -> bool:
        """Whether its platform lets it be hidden now."""
        return Verb.HIDE in moderation.offered(self.conversation, self.message)

    @property
    def can_be_shown_again(self) -> bool:
        """Whether it is hidden and its platform lets it be shown again."""
        return Verb.UNHIDE in moderation.offered(self.conversation, self.message)

    @property
    def is_waiting(self) -> bool:
        """Whether its author still waits for us."""
        return self.conversation.waiting_since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many commented, how many of them wait, and how many within the last minute."""

    comments: int
    waiting: int
    a_minute: int


def is_there(session: Session, post_id: int) -> bool:
    """Say whether this session finds a post that is or was live."""
    post = session.get(Post, post_id)
    return post is not None and post.live_started_at is not None


def broadcast(session: Session, post_id: int) -> Post:
    """Return a post that is or was live. Raises NoSuchBroadcast."""
    post = session.get(Post, post_id)
    if post is None or post.live_started_at is None:
        raise NoSuchBroadcast(post_id)
    return post


def lines(
    session: Session,
    post_id: int,
    shown: Shown = Shown.ALL,
    *,
    before: int | None = None,
    limit: int = LINES_SHOWN,
) -> list[Line]:
    """Return the newest lines, or those before a message, oldest first."""
    query = _lines().where(Conversation.post_id == post_id, *_conditions(shown))
    if before is not None and (mark := session.get(Message, before)):
        name = mark.external_id or ""
        query = query.where(tuple_(*_ORDER) < tuple_(mark.sent_at, len(name), name))
    return _loaded(session, query, limit)


def changed_lines(
    session: Session, post_ids: Collection[int], conversation_ids: Collection[int]
) -> list[Line]:
    """Return the lines of changed conversations below some posts, the newest few, oldest first."""
    query = _lines().where(
        Conversation.post_id.in_(post_ids), Conversation.id.in_(conversation_ids)
    )
    return _loaded(session, query, LINES_SHOWN)


def figures(session: Session, post_id: int) -> Figures:
    """Count a broadcast's conversations."""
    since = clock.now(session) - MINUTE
    row = session.execute(
        select(
            func.count(),
            func.count().filter(Conversation.waiting_since.is_not(None)),
            func.count().filter(Conversation.active_at >= since),
        ).where(Conversation.post_id == post_id)
    ).one()
    return Figures(comments=row[0], waiting=row[1], a_minute=row[2])


def _lines() -> Selected:
    return (
        select(Message, Conversation)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.direction == Direction.IN, Message.audience == Audience.PUBLIC)
        .options(
            selectinload(Message.author_contact),
            selectinload(Conversation.assignee),
            selectinload(Conversation.account),
        )
    )


def _conditions(shown: Shown) -> Sequence[ColumnElement[bool]]:
    match shown:
        case Shown.QUESTIONS:
            return [questions.asks()]
        case Shown.UNANSWERED:
            return [Conversation.waiting_since.is_not(None)]
        case Shown.ALL:
            return []


def _loaded(session: Session, query: Selected, limit: int) -> list[Line]:
    newest = query.order_by(*(one.desc() for one in _ORDER)).limit(limit)
    found = [(message, conversation) for message, conversation in session.execute(newest)][::-1]
    done = [one.id for _, one in found if one.waiting_since is None]
    answers = _answers(session, done)
    return [
        Line(message=message, conversation=one, answered=answers.get(one.id))
        for message, one in found
    ]


def _answers(session: Session, conversation_ids: Collection[int]) -> dict[int, Answered]:
    if not conversation_ids:
        return {}
    ended = (
        select(Wait.conversation_id, Wait.ended_at, User)
        .outerjoin(User, User.id == Wait.ended_by_user_id)
        .where(Wait.conversation_id.in_(conversation_ids), Wait.end == WaitEnd.ANSWERED)
        .order_by(Wait.ended_at)
    )
    found = session.execute(ended)
    return {number: Answered(by=user, at=at) for number, at, user in found if at}
