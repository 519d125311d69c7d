"""How is one canned response used, week by week and by whom?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from connectors.words import Direction
from inbox import clock
from inbox.canned.using import RECENT, was_said
from inbox.models import CannedUse, Message, User
from inbox.reckoning import MICROSECOND, since_epoch

WEEK = timedelta(weeks=1)
ASKED_AGAIN_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and how often the response was sent in them."""

    first: datetime
    sent: int


@dataclass(frozen=True, slots=True)
class ByPerson:
    """How one person used the response lately.

    `edited` are those whose words they changed first, of `known` of which that was kept;
    after so many the resident wrote again within a day.
    """

    user: User
    sent: int
    known: int
    edited: int
    asked_again: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How a response was used in the last eight weeks, the oldest first; people by name."""

    last_at: datetime | None
    weeks: Sequence[Week]
    people: Sequence[ByPerson]

    @property
    def recent(self) -> int:
        """How often it was sent in all of these weeks."""
        return sum(week.sent for week in self.weeks)


def usage(session: Session, response_id: int) -> Usage:
    """Tell how a response is used."""
    mine = and_(CannedUse.response_id == response_id, was_said())
    return Usage(
        last_at=session.scalar(select(func.max(CannedUse.used_at)).where(mine)),
        weeks=_weeks(session, mine),
        people=_people(session, mine),
    )


def _weeks(session: Session, mine: ColumnElement[bool]) -> list[Week]:
    now = clock.now(session)
    starts = [now - WEEK * number for number in range(RECENT // WEEK, 0, -1)]
    within = (
        func.count().filter(CannedUse.used_at >= start, CannedUse.used_at < start + WEEK)
        for start in starts[:-1]
    )
    counts = session.execute(
        select(*within, func.count().filter(CannedUse.used_at >= starts[-1])).where(
            mine, CannedUse.used_at >= starts[0]
        )
    ).one()
    return [Week(start, sent) for start, sent in zip(starts, counts, strict=True)]


def _people(session: Session, mine: ColumnElement[bool]) -> list[ByPerson]:
    asked_again = exists().where(
        Message.conversation_id == CannedUse.conversation_id,
        Message.direction == Direction.IN,
        Message.sent_at > CannedUse.used_at,
        since_epoch(Message.sent_at) - since_epoch(CannedUse.used_at)
        <= ASKED_AGAIN_WITHIN // MICROSECOND,
    )
    rows = session.execute(
        select(
            User,
            func.count(),
            func.count(CannedUse.is_edited),
            func.count().filter(CannedUse.is_edited.is_(True)),
            func.count().filter(asked_again),
        )
        .join(User, User.id == CannedUse.user_id)
        .where(mine, CannedUse.used_at >= clock.now(session) - RECENT)
        .group_by(User.id)
        .order_by(User.name, User.id)
    )
    return [ByPerson(*row) for row in rows]
