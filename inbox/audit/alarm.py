"""Who is told that the log cannot be written?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from inbox import clock
from inbox.audit import origin, recording
from inbox.audit.origin import Origin
from inbox.audit.what import What
from inbox.models import AuditAlarm, AuditEvent

# An alarm is told to administrators for so long, also where writing works again.
TOLD_FOR = timedelta(days=1)
WRITTEN_EVERY = timedelta(minutes=50)

log = logging.getLogger(__name__)


def sound(opened: Callable[[], Session], words: str) -> None:
    """Keep that the log could not be written, in a transaction of its own."""
    try:
        with opened() as session:
            session.add(AuditAlarm(at=clock.now(session), words=words))
            session.commit()
    except SQLAlchemyError as error:
        log.critical("Nor can it be kept that the audit log fails.", exc_info=error)


def last(session: Session) -> datetime | None:
    """Return when the log could not be written of late, if that was so."""
    lately = select(func.max(AuditAlarm.at)).where(AuditAlarm.at > clock.now(session) - TOLD_FOR)
    return session.scalar(lately)


def is_failing(session: Session) -> bool:
    """Say whether nothing could be written since the last failure."""
    failed = session.scalar(select(func.max(AuditAlarm.at)))
    return failed is not None and failed >= (_written(session) or failed)


def is_tried_next(session: Session) -> bool:
    """Say whether nothing was written, and nothing failed, for nearly an hour."""
    failed = session.scalar(select(func.max(AuditAlarm.at)))
    tried = max(filter(None, (_written(session), failed)), default=None)
    return tried is None or tried <= clock.now(session) - WRITTEN_EVERY


def try_it(session: Session) -> None:
    """Write to the log, so that a failure shows within the hour though nobody does anything."""
    with origin.given(Origin()):
        recording.record(session, What.LOG_WORKS)


def _written(session: Session) -> datetime | None:
    return session.scalar(select(func.max(AuditEvent.occurred_at)))
