"""Which scheduler is the active one, where several run?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inbox import clock
from inbox.leases import SCHEDULER
from inbox.models import Lease
from inbox.rows import changed
from inbox.runtime import Runtime

# A handful of rounds. Where a slow one lasts longer, two are active for a while: each row
# remembers that its worker was told, so nobody is told twice.
LEASE = timedelta(seconds=2)


def hold(runtime: Runtime, holder: str) -> bool:
    """Say whether the holder is the active one, and keep it so for two seconds."""
    try:
        with runtime.writing() as session:
            return _take(session, holder)
    except IntegrityError:
        # Another scheduler wrote the first row between our look and our write.
        return False


def let_go(runtime: Runtime, holder: str) -> None:
    """Let another scheduler take over at once."""
    with runtime.writing() as session:
        session.execute(
            update(Lease)
            .where(Lease.name == SCHEDULER, Lease.holder == holder)
            .values(until=clock.now(session))
        )


def _take(session: Session, holder: str) -> bool:
    now = clock.now(session)
    if session.get(Lease, SCHEDULER) is None:
        session.add(Lease(name=SCHEDULER, holder=holder, until=now + LEASE))
        session.flush()
        return True
    return changed(
        session,
        update(Lease)
        .where(Lease.name == SCHEDULER, or_(Lease.holder == holder, Lease.until < now))
        .values(holder=holder, until=now + LEASE),
    )
