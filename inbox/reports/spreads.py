"""How is a single length of time measured over all chosen waits?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from inbox import clock
from inbox.models import Act, Event, Message, Wait
from inbox.reckoning import reckoned, since_epoch
from inbox.reports import choosing, still_waiting
from inbox.reports.asking import Asked
from inbox.reports.figures import Spread
from inbox.reports.lengths import of_all, of_all_and

REACHING, UNSEEN, ANSWERING = "reaching", "unseen", "answering"

_OPENER = aliased(Message)
# Literal text, for the sake of the partial index (see `inbox.views`).
_IS_RESOLVE: ColumnElement[bool] = literal_column("event.name = 'conversation.resolved'")


def so_far(session: Session, asked: Asked) -> Spread:
    """Measure first responses with those who still wait, each counted at their age so far."""
    now = reckoned(clock.now(session))
    age = _never_negative(now - choosing.START)
    length = case((Wait.end.is_(None), age), else_=choosing.LENGTH)
    counts = or_(choosing.IS_ANSWERED, Wait.end.is_(None))
    return of_all(session, _of_firsts(asked, length).where(counts))


def so_far_staffed(session: Session, asked: Asked) -> Spread:
    """Measure the same in staffed hours, each by the hours that it was or is measured by."""
    staffed = func.coalesce(Wait.staffed, choosing.LENGTH)
    answered = _of_firsts(asked, staffed).where(choosing.IS_ANSWERED)
    return of_all_and(session, answered, still_waiting.firsts(session, asked))


def resolutions(session: Session, asked: Asked) -> Spread:
    """Measure from the beginning of a first wait until its conversation was resolved.

    A resolve that was undone is none.
    """
    length = _of_firsts(asked, until_resolved()).subquery().c.length
    return of_all(session, select(length).where(length.is_not(None)))


def until_resolved() -> ColumnElement[Any]:
    """Return how long it took from the beginning of a wait to the next resolve; else nothing."""
    undone = select(Act.event_id).where(Act.undone_at.is_not(None))
    resolved = (
        select(func.min(since_epoch(Event.occurred_at)))
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
    answered = and_(choosing.IS_ANSWERED, _OPENER.first_seen_at.is_not(None))
    asks: dict[str, tuple[ColumnElement[int], ColumnElement[bool]]] = {
        REACHING: (received - since_epoch(_OPENER.sent_at), _OPENER.id.is_not(None)),
        UNSEEN: (seen - received, _OPENER.first_seen_at.is_not(None)),
        ANSWERING: (choosing.END - seen, answered),
    }
    return {
        name: of_all(session, _of_openers(asked, _never_negative(length)).where(condition))
        for name, (length, condition) in asks.items()
    }


def _of_openers(asked: Asked, length: ColumnElement[Any]) -> Select[Any]:
    return _of_firsts(asked, length).join(_OPENER, _OPENER.id == Wait.opened_by_message_id)


def _of_firsts(asked: Asked, length: ColumnElement[Any]) -> Select[Any]:
    chosen = (Wait.is_first, choosing.began(asked), choosing.chosen(asked))
    return choosing.of_conversations(
        select(length.label("length")).select_from(Wait).where(*chosen), asked
    )


# Two clocks tell, and one of them may run behind.
def _never_negative(length: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((length < 0, 0), else_=length)
