"""What becomes of replies that were on their way when a back-up was taken?

They may have been sent since, and the back-up does not know. So their outcome is unknown, and
they are looked for on the platform, as after any lost answer, before anything is sent.
"""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock
from inbox.models import Delivery, DeliveryState
from inbox.outbox.claiming import record, unknown

_UNDER_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING)
RESTORED = Phrase(
    "It was on its way when the back-up was made that the desk was restored from, and may have "
    "been sent since."
)


def doubt_what_was_under_way(session: Session) -> int:
    """Mark every reply under way as unknown; return how many these were."""
    under_way = select(Delivery.id).where(Delivery.state.in_(_UNDER_WAY))
    doubted = session.scalars(under_way.order_by(Delivery.id)).all()
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(doubted))
        .values(
            {
                **unknown(clock.now(session), RESTORED),
                # It is looked for from the moment on at which it may have been sent.
                "attempted_at": func.coalesce(Delivery.attempted_at, Delivery.due_at),
            }
        )
        .execution_options(synchronize_session=False)
    )
    for delivery_id in doubted:
        record(session, delivery_id, "reply.became_unknown")
    return len(doubted)
