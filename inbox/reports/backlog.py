"""How many people were waiting at the end of each day?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from inbox.models import Wait
from inbox.reckoning import reckoned
from inbox.reports import choosing, moments
from inbox.reports.asking import Asked


def running(at: datetime) -> ColumnElement[bool]:
    """Return what holds for waits that ran at a moment: begun before, and not over then."""
    number = reckoned(at)
    return (number > choosing.START) & or_(choosing.END.is_(None), number <= choosing.END)


def at(session: Session, asked: Asked, moment: datetime) -> int:
    """Count the chosen waits that ran at a moment, whenever they began.

    Apart, so that each is looked up by its end: together all that ever began would be read.
    """
    begun = reckoned(moment) > choosing.START
    ended_since = reckoned(moment) <= choosing.END
    return sum(
        _count(session, asked, and_(begun, one)) for one in (choosing.END.is_(None), ended_since)
    )


def by_day(session: Session, asked: Asked, days: Sequence[date]) -> list[int]:
    """Count who was waiting at the end of each day, from who was at the beginning of the first."""
    standing = at(session, asked, asked.start)
    begun = _by_day(session, asked, choosing.START)
    ended = _by_day(session, asked, choosing.END)
    found = []
    for one in map(moments.number_of, days):
        standing += begun.get(one, 0) - ended.get(one, 0)
        found.append(standing)
    return found


def _by_day(session: Session, asked: Asked, moment: ColumnElement[int]) -> Mapping[int, int]:
    day = moments.day(moment, asked.first, asked.last, asked.zone)
    within = (reckoned(asked.start) <= moment, reckoned(asked.end) > moment)
    statement = select(day, func.count()).where(*within, choosing.chosen(asked)).group_by(day)
    return dict(session.execute(choosing.of_conversations(statement, asked)).all())


def _count(session: Session, asked: Asked, condition: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(Wait).where(condition, choosing.chosen(asked))
    found: int = session.execute(choosing.of_conversations(statement, asked)).scalar_one()
    return found
