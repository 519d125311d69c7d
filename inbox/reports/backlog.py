"""How many people were waiting at the end of each day?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from inbox.models import Wait
from inbox.reckoning import reckoned
from inbox.reports import choosing
from inbox.reports.arrays import Numbers
from inbox.reports.asking import Asked
from inbox.reports.gathering import Waits


def running(at: datetime) -> ColumnElement[bool]:
    """Return what holds for waits that ran at a moment: begun before, and not over then."""
    number = reckoned(at)
    return (number > choosing.START) & or_(choosing.END.is_(None), number <= choosing.END)


def after_each(
    session: Session, waits: Waits, stretches: Sequence[Asked], begun: Sequence[int]
) -> Iterator[int]:
    """Count who was waiting when each stretch of the chosen days was over; first, when it began.

    `waits` began on these days, and `begun` says how many of them in each stretch.
    """
    standing, ended = _from_before(session, waits.asked)
    yield standing
    bounds = np.array([reckoned(one.end) for one in stretches])
    over = np.concatenate([ended, _ended(waits)])
    counts = np.bincount(np.searchsorted(bounds, over, side="right"), minlength=len(bounds) + 1)
    # What is left ended after these days.
    for more, fewer in zip(begun, counts[:-1].tolist(), strict=True):
        standing += more - fewer
        yield standing


def _from_before(session: Session, asked: Asked) -> tuple[int, Numbers]:
    """Count who waited already when the chosen days began, and tell when their waits ended.

    Apart, so that each is looked up by its end: together all that ever began would be read.
    """
    start = reckoned(asked.start)
    begun = (start > choosing.START, choosing.chosen(asked))
    unended = select(func.count()).select_from(Wait).where(*begun, choosing.END.is_(None))
    ends = session.scalars(select(choosing.END).where(*begun, start <= choosing.END)).all()
    return (session.scalar(unended) or 0) + len(ends), np.array(ends, np.int64)


def _ended(waits: Waits) -> Numbers:
    # Not before it began, whatever two clocks said: nobody waited at any moment of it.
    until: Numbers = np.maximum(waits.until, waits.started)
    return until[waits.end > 0]
