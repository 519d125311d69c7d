"""How is a single length of time measured over all chosen waits?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from inbox.models import Act, Event, Message, Wait
from inbox.reckoning import since_epoch
from inbox.reports import choosing
from inbox.reports.asking import Asked
from inbox.reports.figures import Spread
from inbox.reports.lengths import of_each

REACHING, UNSEEN, ANSWERING = "reaching", "unseen", "answering"

_OPENER = aliased(Message)
# Literal text, for the sake of the partial index (see `inbox.views`).
_IS_RESOLVE: ColumnElement[bool] = literal_column("event.name = 'conversation.resolved'")


def resolutions(session: Session, asked: Asked) -> Spread:
    """Measure from the beginning of a first wait until its conversation was resolved.

    A resolve that was undone is none.
    """
    [found] = of_each(session, _of_firsts(asked, until_resolved()))
    return found


def until_resolved() -> ColumnElement[Any]:
    """Return how long it took from the beginning of a wait to the next resolve; else nothing."""
    undone = select(Act.event_id).where(Act.undone_at.is_not(None))
    resolved = (
        select(since_epoch(func.min(Event.occurred_at)))
        .where(
            _IS_RESOLVE,
            Event.conversation_id == Wait.conversation_id,
            Event.occurred_at >= Wait.started_at,
            Event.id.not_in(undone),
        )
        .correlate(Wait)
        .scalar_subquery()
    )
    return resolved - choosing.START


def lags(session: Session, asked: Asked) -> Mapping[str, Spread]:
    """Measure apart how long first waits took to reach the desk, to be seen, to be answered.

    The first is the platform's and our reading together: no platform tells when it let us know.
    """
    received, seen = since_epoch(_OPENER.received_at), since_epoch(_OPENER.first_seen_at)
    asks = {
        REACHING: received - since_epoch(_OPENER.sent_at),
        UNSEEN: seen - received,
        ANSWERING: case((choosing.IS_ANSWERED, choosing.END - seen)),
    }
    openers = _of_firsts(asked, *map(_never_negative, asks.values())).join(
        _OPENER, _OPENER.id == Wait.opened_by_message_id
    )
    return dict(zip(asks, of_each(session, openers), strict=True))


def _of_firsts(asked: Asked, *lengths: ColumnElement[Any]) -> Select[Any]:
    chosen = (Wait.is_first, choosing.began(asked), choosing.chosen(asked))
    return choosing.of_conversations(select(*lengths).select_from(Wait).where(*chosen), asked)


# Two clocks tell, and one of them may run behind.
def _never_negative(length: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((length < 0, 0), else_=length)
