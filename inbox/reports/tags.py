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
        conversations = waits.told("conversation")
        tagged, tags = _read(session, conversations) if len(waits) else (conversations,) * 2
        order = np.argsort(conversations, kind="stable")
        begins, ends = (
            np.searchsorted(conversations, tagged, side=side, sorter=order)
            for side in ("left", "right")
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


def _read(session: Session, conversations: Numbers) -> tuple[Numbers, Numbers]:
    """Read the tags of all conversations between the first and the last of some."""
    columns = conversation_tag.c
    between = columns.conversation_id.between(int(conversations.min()), int(conversations.max()))
    both = select(_listed(columns.conversation_id), _listed(columns.tag_id)).where(between)
    conversation, tag = (listed(one or "", _APART) for one in session.execute(both).one())
    return conversation, tag


def _listed(column: ColumnElement[int]) -> ColumnElement[str]:
    return func.aggregate_strings(cast(column, String), _APART)
