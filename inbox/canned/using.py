"""How often was a canned response sent, and for messages like which?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from inbox import clock
from inbox.models import (
    CannedResponse,
    CannedUse,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    User,
    conversation_tag,
    membership,
)

RECENT = timedelta(weeks=8)
MOST_IN_ONE = 20
_UNSAID = (DeliveryState.TAKEN_BACK, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class Inserted:
    """A response that somebody put into a reply, and in which language."""

    response_id: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How often a response was sent lately, when last, and by whom, by name and in no ranking."""

    recent: int
    last_at: datetime | None
    people: list[User]


def record(session: Session, message: Message, inserted: Sequence[Inserted], *, by: User) -> None:
    """Keep with which responses a reply was written, each once. Unknown numbers are passed over."""
    languages = {one.response_id: one.language for one in inserted[:MOST_IN_ONE]}
    known = select(CannedResponse.id).where(CannedResponse.id.in_(languages))
    session.add_all(
        CannedUse(
            response_id=response_id,
            message_id=message.id,
            conversation_id=message.conversation_id,
            user_id=by.id,
            language=languages[response_id][:12],
            used_at=clock.now(session),
        )
        for response_id in session.scalars(known)
    )


def recent(session: Session) -> dict[int, int]:
    """Count how often each response was sent in the last eight weeks."""
    return dict(iter(session.execute(_counted(session))))


def alike(session: Session, conversation: Conversation, user: User) -> dict[int, int]:
    """Count how often each response was sent lately for messages like this one.

    Counted are replies by this person and whoever shares a team with them, in
    conversations of the same platform and kind, or under one of the same tags.
    """
    statement = (
        _counted(session)
        .join(Conversation, Conversation.id == CannedUse.conversation_id)
        .where(_by_team_of(user), _is_like(conversation))
    )
    return dict(iter(session.execute(statement)))


def usage(session: Session, response_id: int) -> Usage:
    """Tell how a response is used."""
    mine = (CannedUse.response_id == response_id, _was_said())
    return Usage(
        recent=recent(session).get(response_id, 0),
        last_at=session.scalar(select(func.max(CannedUse.used_at)).where(*mine)),
        people=list(
            session.scalars(
                select(User)
                .where(User.id.in_(select(CannedUse.user_id).where(*mine)))
                .order_by(User.name)
            )
        ),
    )


def _counted(session: Session) -> Select[int, int]:
    since = clock.now(session) - RECENT
    return (
        select(CannedUse.response_id, func.count())
        .where(CannedUse.used_at >= since, _was_said())
        .group_by(CannedUse.response_id)
    )


def _was_said() -> ColumnElement[bool]:
    unsaid = exists().where(
        Delivery.message_id == CannedUse.message_id, Delivery.state.in_(_UNSAID)
    )
    return ~unsaid


def _by_team_of(user: User) -> ColumnElement[bool]:
    mine, theirs = aliased(membership), aliased(membership)
    colleagues = (
        select(theirs.c.user_id)
        .join(mine, mine.c.team_id == theirs.c.team_id)
        .where(mine.c.user_id == user.id)
    )
    return or_(CannedUse.user_id == user.id, CannedUse.user_id.in_(colleagues))


def _is_like(conversation: Conversation) -> ColumnElement[bool]:
    mine, theirs = aliased(conversation_tag), aliased(conversation_tag)
    shares_tag = exists().where(
        theirs.c.conversation_id == Conversation.id,
        theirs.c.tag_id == mine.c.tag_id,
        mine.c.conversation_id == conversation.id,
    )
    same_way = and_(
        Conversation.platform == conversation.platform, Conversation.kind == conversation.kind
    )
    return or_(same_way, shares_tag)
