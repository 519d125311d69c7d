"""How many people were waiting at the end of each day?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy.orm import Session

from inbox.reckoning import reckoned
from inbox.reports import choosing
from inbox.reports.arrays import Numbers
from inbox.reports.asking import Asked
from inbox.reports.gathering import Waits


def after_each(
    session: Session, waits: Waits, stretches: Sequence[Asked], begun: Sequence[int]
) -> Iterator[int]:
    """Count who was waiting when each stretch of the chosen days was over; first, when it began.

    `waits` began on these days, and `begun` says how many of them in each stretch.
    """
    earlier = choosing.running(session, waits.asked, waits.asked.start)
    standing = len(earlier)
    yield standing
    bounds = np.array([reckoned(one.end) for one in stretches])
    over = np.concatenate([_ended(earlier), _ended(waits)])
    counts = np.bincount(np.searchsorted(bounds, over, side="right"), minlength=len(bounds) + 1)
    # What is left ended after these days.
    for more, fewer in zip(begun, counts[:-1].tolist(), strict=True):
        standing += more - fewer
        yield standing


def _ended(waits: Waits) -> Numbers:
    # Not before it began, whatever two clocks said: nobody waited at any moment of it.
    until: Numbers = np.maximum(waits.until, waits.started)
    return until[waits.end > 0]
