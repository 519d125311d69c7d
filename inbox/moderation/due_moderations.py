"""Which acts upon messages are due, and no worker has been told?"""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from inbox import clock
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.models import Account, AccountState, Moderation, ModerationState

ROUND_LIMIT = 500


def nudge_due(session: Session) -> list[int]:
    """Return the acts that are due, noting that a worker was told."""
    now = clock.now(session)
    due = (
        select(Moderation.id)
        .join(Account, Account.id == Moderation.account_id)
        .where(
            Moderation.state == ModerationState.QUEUED,
            Moderation.due_at <= now,
            or_(Moderation.leased_until.is_(None), Moderation.leased_until < now),
            or_(Moderation.nudged_at.is_(None), Moderation.nudged_at < now - NUDGE_AGAIN_AFTER),
            Account.state == AccountState.CONNECTED,
        )
        .order_by(Moderation.due_at)
        .limit(ROUND_LIMIT)
    )
    return list(
        session.scalars(
            update(Moderation)
            .where(Moderation.id.in_(due))
            .values(nudged_at=now)
            .returning(Moderation.id)
            .execution_options(synchronize_session=False)
        )
    )
