"""Who was the last to answer somebody, and when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.models import User, Wait, WaitEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """An answer that ended a wait: whose, where somebody of the desk gave it, and when."""

    by: User | None
    at: datetime


def find(session: Session) -> LastAnswer | None:
    """Return the newest answer, read from the end of an index; None before there is one."""
    newest = (
        select(Wait, User)
        .outerjoin(User, User.id == Wait.ended_by_user_id)
        .where(Wait.ended_microseconds.is_not(None), Wait.end == WaitEnd.ANSWERED)
        .order_by(Wait.ended_microseconds.desc())
        .limit(1)
    )
    row = session.execute(newest).one_or_none()
    return LastAnswer(by=row[1], at=row[0].ended_at) if row and row[0].ended_at else None
