"""How is the log kept from being filled by people whom nobody knows?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import clock
from inbox.audit.what import What
from inbox.models import AuditEvent

ONCE_IN = timedelta(hours=1)


def was_refused(session: Session, what: What, address: str) -> bool:
    """Say whether an unknown person's refusal of this sort and address was kept of late."""
    kept = select(AuditEvent.id).where(
        AuditEvent.what == what.value,
        AuditEvent.occurred_at > clock.now(session) - ONCE_IN,
        AuditEvent.address == address,
        AuditEvent.user_id.is_(None),
    )
    return session.scalar(kept.limit(1)) is not None
