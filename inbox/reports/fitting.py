"""Which of some conversations fit a report?

Conversations are numbered as they come, and talk is mostly in the youngest. So these are read in
one stretch and older ones singly, where all that there ever were would take longer each year.
"""

from __future__ import annotations

import numpy as np
from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import Session

from inbox.db import planned_afresh, written_out
from inbox.models import Conversation
from inbox.reports import arrays
from inbox.reports.arrays import Marks, Numbers

APART = ","

_SINGLY_AT_MOST = 5_000
_AS_LONG_AS = 4
"""One read singly takes as long as this many of a stretch."""


def fitting(session: Session, conversations: Numbers, fits: ColumnElement[bool]) -> Marks:
    """Tell for which of some conversations, each as often as it is named, something holds."""
    if not len(conversations):
        return np.zeros(0, np.bool_)
    named = np.unique(conversations)
    singly = _singly(named)
    looked_at = or_(
        Conversation.id >= int(named[singly]),
        Conversation.id.in_(written_out(named[:singly].tolist())),
    )
    listed = func.aggregate_strings(cast(Conversation.id, String), APART)
    found = session.scalar(planned_afresh(select(listed).where(looked_at, fits)))
    return np.isin(conversations, arrays.listed(found or "", APART))


def _singly(named: Numbers) -> int:
    """Say how many of these, the oldest, are better read singly."""
    oldest = named[:_SINGLY_AT_MOST]
    return int(np.argmin(_AS_LONG_AS * np.arange(len(oldest)) - oldest))
