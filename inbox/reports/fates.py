"""What became of each wait, in one small number?

Waits with the same number differ in nothing that is counted but in how long they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inbox.models import WaitEnd, measured
from inbox.reports.arrays import Marks, Numbers
from inbox.reports.gathering import Waits

WAITING = 0
ANSWERED = measured.ENDS[WaitEnd.ANSWERED]
NO_REPLY_NEEDED = measured.ENDS[WaitEnd.NO_REPLY_NEEDED]
WITHDRAWN = measured.ENDS[WaitEnd.WITHDRAWN]

_EVERY = 128
_FATES = np.arange(_EVERY)
_END = _FATES & measured.END_BITS
_ANSWERED = _END == ANSWERED

ENDED: Sequence[Marks] = [
    np.equal(_END, end) for end in (WAITING, ANSWERED, NO_REPLY_NEEDED, WITHDRAWN)
]
"""Which fates end so, in this order."""
FIRST: Marks = (_FATES & measured.IS_FIRST) > 0
ON_PLATFORM: Marks = _ANSWERED & ((_FATES & measured.BY_NOBODY_HERE) > 0)
LATE: Marks = (_FATES & measured.LATE) > 0
WITHIN: Marks = _ANSWERED & ((_FATES & measured.IN_TIME) > 0)


def of_each(waits: Waits, now: int) -> Numbers:
    """Say what became of each wait by a moment, in microseconds since 1970."""
    (overdue,) = np.nonzero((waits.end == WAITING) & (waits.until > 0) & (waits.until < now))
    found = waits.fate.copy()
    found[overdue] += measured.LATE - measured.IN_TIME
    return found


def counted(fates: Numbers, places: Numbers, size: int) -> Numbers:
    """Count how many of each fate there are in each of so many groups."""
    found = np.bincount(places * _EVERY + fates, minlength=size * _EVERY)
    return found.reshape(size, _EVERY)
