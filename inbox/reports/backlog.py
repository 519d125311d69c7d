"""How many people were waiting at the end of each day?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Select, and_, column, func, or_, select, values
from sqlalchemy.orm import Session

from inbox.models import Wait
from inbox.reckoning import reckoned
from inbox.reports import choosing
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
    counts = (
        _counted(asked, and_(begun, one)).scalar_subquery()
        for one in (choosing.END.is_(None), ended_since)
    )
    unended, ended = session.execute(select(*counts)).one()
    return int(unended + ended)


def after_each(
    session: Session, asked: Asked, stretches: Sequence[Asked], begun: Sequence[int]
) -> Iterator[int]:
    """Count who was waiting when each stretch of the chosen days was over; first, when it began.

    `begun` says how many began in each.
    """
    standing = at(session, asked, asked.start)
    yield standing
    for more, fewer in zip(begun, _ended(session, asked, stretches), strict=True):
        standing += more - fewer
        yield standing


def _ended(session: Session, asked: Asked, stretches: Sequence[Asked]) -> Sequence[int]:
    """Count whose waits ended in each stretch, looked up one by one: sorted by none of them."""
    names = ("number", "start", "end")
    bounds = (
        values(*(column(name, BigInteger) for name in names), literal_binds=True)
        .data(
            [
                (number, reckoned(one.start), reckoned(one.end))
                for number, one in enumerate(stretches)
            ]
        )
        .cte("bounds")
    )
    within = and_(bounds.c.start <= choosing.END, bounds.c.end > choosing.END)
    ended = _counted(asked, within).correlate(bounds).scalar_subquery()
    return session.scalars(select(ended).select_from(bounds).order_by(bounds.c.number)).all()


def _counted(asked: Asked, condition: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Wait).where(condition, choosing.chosen(asked))
