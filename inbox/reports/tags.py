"""Which tags have the conversations of waits? One may have several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from inbox.models import Tag, conversation_tag
from inbox.reports.arrays import Numbers, listed, ranked
from inbox.reports.gathering import Waits

_TAGS = select(Tag.id, Tag.name)
_APART = ","


class Tagged:
    """Waits by the tags of their conversations: a wait is there as often as it has one."""

    def __init__(self, labels: Sequence[str], places: Numbers, waits: Numbers) -> None:
        """Keep the tags that occur, which of them is meant each time, and which wait."""
        self.labels, self.places, self.waits = labels, places, waits

    @classmethod
    def of(cls, session: Session, waits: Waits) -> Self:
        """Read the tags of conversations, and tell which waits have each."""
        of_each = waits.told("conversation")
        tagged, tags = _read(session, of_each) if len(waits) else (of_each,) * 2
        order = np.argsort(of_each, kind="stable")
        begins, ends = (
            np.searchsorted(of_each, tagged, side=side, sorter=order) for side in ("left", "right")
        )
        counts = ends - begins
        # The places from each beginning on, one behind the other.
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        found = order[np.repeat(begins, counts) + steps]
        if not len(found):
            return cls((), found, found)
        numbers, places = ranked(np.repeat(tags, counts))
        names = dict(session.execute(_TAGS).all())
        return cls([names[one] for one in numbers], places, found)


def conversations(session: Session, names: Sequence[str]) -> Numbers:
    """Return which conversations have one of some tags."""
    columns = conversation_tag.c
    tagged = columns.tag_id.in_(select(Tag.id).where(Tag.name.in_(names)))
    told = session.scalar(select(_listed(columns.conversation_id)).where(tagged))
    return listed(told or "", _APART)


def _read(session: Session, some: Numbers) -> tuple[Numbers, Numbers]:
    """Read the tags of all conversations between the first and the last of some."""
    columns = conversation_tag.c
    between = columns.conversation_id.between(int(some.min()), int(some.max()))
    both = select(_listed(columns.conversation_id), _listed(columns.tag_id)).where(between)
    conversation, tag = (listed(one or "", _APART) for one in session.execute(both).one())
    return conversation, tag


def _listed(column: ColumnElement[int]) -> ColumnElement[str]:
    return func.aggregate_strings(cast(column, String), _APART)
