"""How does what a platform pushes come to the desk, once, whatever happens on the way?

The web process keeps the push as it came and answers. A worker reads it later (`taking_in`):
the row is the truth, so a lost nudge, a killed worker or a push that comes
twice changes nothing. What no push brings, the next poll finds.
"""

from __future__ import annotations

import hashlib
import zlib

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.webhooks import Source
from inbox import announcing, clock
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.models import Webhook

COMPRESSION = 1
ROUND_LIMIT = 500


def keep(session: Session, source: Source, body: bytes) -> None:
    """Keep a push that was found to be signed, and nudge a worker after commit."""
    now = clock.now(session)
    row = Webhook(
        source=source,
        digest=hashlib.sha256(body).digest(),
        body=zlib.compress(body, COMPRESSION),
        received_at=now,
        due_at=now,
        nudged_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Platforms repeat what they are not sure has arrived; it has.
        return
    announcing.webhook_is_due(session, row.id)


def nudge_due(session: Session) -> list[int]:
    """Return the pushes that wait for a worker, noting that one was told."""
    now = clock.now(session)
    due = (
        select(Webhook.id)
        .where(
            Webhook.taken_in_at.is_(None),
            Webhook.due_at <= now,
            or_(Webhook.nudged_at.is_(None), Webhook.nudged_at < now - NUDGE_AGAIN_AFTER),
        )
        .order_by(Webhook.id)
        .limit(ROUND_LIMIT)
    )
    return list(
        session.scalars(
            update(Webhook)
            .where(Webhook.id.in_(due))
            .values(nudged_at=now)
            .returning(Webhook.id)
            .execution_options(synchronize_session=False)
        )
    )
