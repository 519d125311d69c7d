"""Which text stood when, and who changed it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inbox import clock
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import CannedChange, User

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed, in which language if in one, and what stood before and after."""

    what: str
    language: str = ""
    before: str = ""
    after: str = ""


def record(session: Session, response_id: int | None, change: Change, *, by: User | None) -> None:
    """Keep a change of a response, or of a value of the department, in its transaction."""
    session.add(
        CannedChange(
            response_id=response_id,
            user_id=by.id if by else None,
            occurred_at=clock.now(session),
            what=change.what,
            language=change.language,
            before=change.before,
            after=change.after,
        )
    )
    on = On("canned response", response_id)
    detail = {"change": str(change.what), "language": change.language}
    if not change.language and (change.before or change.after):
        detail |= {"before": change.before, "after": change.after}
    recording.record(session, What.CANNED, by=by, on=on, detail=detail)


def of(session: Session, response_id: int | None) -> Sequence[CannedChange]:
    """Return the latest changes of a response, or of the department's values, newest first."""
    return session.scalars(
        select(CannedChange)
        .where(CannedChange.response_id == response_id)
        .options(joinedload(CannedChange.user))
        .order_by(CannedChange.id.desc())
        .limit(SHOWN)
    ).all()


def latest(session: Session, response_id: int) -> CannedChange | None:
    """Return the last change of a response."""
    return next(iter(of(session, response_id)), None)
