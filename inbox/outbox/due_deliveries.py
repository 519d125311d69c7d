"""What is to be sent or looked for now, and no worker has been told?"""

from __future__ import annotations

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from inbox import clock
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.models import Account, AccountState, Delivery, DeliveryState

ROUND_LIMIT = 500


def nudge_due(session: Session) -> list[int]:
    """Return the deliveries that are due, noting that a worker was told."""
    now = clock.now(session)
    is_free = or_(Delivery.leased_until.is_(None), Delivery.leased_until < now)
    due = (
        select(Delivery.id)
        .join(Account, Account.id == Delivery.account_id)
        .where(
            Delivery.state.in_(
                (DeliveryState.QUEUED, DeliveryState.UNKNOWN, DeliveryState.SENDING)
            ),
            or_(
                and_(Delivery.state == DeliveryState.SENDING, Delivery.leased_until < now),
                and_(
                    Delivery.state != DeliveryState.SENDING,
                    Delivery.due_at <= now,
                    is_free,
                    Account.state == AccountState.CONNECTED,
                ),
            ),
            or_(Delivery.nudged_at.is_(None), Delivery.nudged_at < now - NUDGE_AGAIN_AFTER),
        )
        .order_by(Delivery.due_at)
        .limit(ROUND_LIMIT)
    )
    return list(
        session.scalars(
            update(Delivery)
            .where(Delivery.id.in_(due))
            .values(nudged_at=now)
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        )
    )
