"""How does it go with everybody who is told what happens?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from inbox.models import Dispatch, DispatchState, Subscriber
from inbox.subscribers import choosing, consent, given_up, happenings, shapes
from inbox.subscribers.shapes import Standing


def everybody(session: Session) -> list[shapes.Webhook]:
    """Shape everybody who is told, the newest first."""
    waiting = given_up.counts(session, DispatchState.WAITING)
    dead = given_up.counts(session, DispatchState.DEAD)
    return [
        webhook(one, waiting=waiting[one.id], dead=dead[one.id])
        for one in choosing.listening(session)
    ]


def webhook(row: Subscriber, *, waiting: int = 0, dead: int = 0) -> shapes.Webhook:
    """Shape one who is told."""
    return shapes.Webhook(
        id=row.id,
        name=row.name,
        address=row.address,
        happenings=[shapes.Happened(name) for name in happenings.named(row.happenings)],
        words=row.giving,
        consent=consent.of(row),
        consent_reason=row.refused_why,
        standing=_standing(row),
        problem=row.paused_why or row.problem,
        waiting=waiting,
        given_up=dead,
        made_at=row.made_at,
        sent_at=row.sent_at,
    )


def dead(row: Dispatch) -> shapes.GivenUp:
    """Shape what was given up."""
    return shapes.GivenUp(
        id=row.id,
        webhook_id=row.subscriber_id,
        happening=row.happening,
        conversation_id=row.conversation_id,
        occurred_at=row.event.occurred_at,
        given_up_at=row.settled_at,
        attempts=row.attempts,
        reason=row.problem,
    )


def _standing(row: Subscriber) -> Standing:
    if row.paused_at:
        return Standing.PAUSED
    if row.failing_since:
        return Standing.FAILING
    return Standing.WORKING if row.sent_at else Standing.NEW
