"""How does a canned response go out of use, and come back?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock
from inbox.canned import approving, history, reading, writing
from inbox.canned.history import Change
from inbox.models import CannedResponse, User


def archive(session: Session, response_id: int, *, by: User) -> CannedResponse:
    """Offer a response no more; its history and its uses stay. Raises SupervisorsOnly."""
    approving.require_approver(by)
    response = reading.locked(session, response_id)
    if response.archived_at is None:
        response.archived_at = clock.now(session)
        response.version += 1
        history.record(session, response_id, Change(what=Phrase("archived")), by=by)
    return response


def restore(session: Session, response_id: int, *, by: User) -> CannedResponse:
    """Offer an archived response again. Raises SupervisorsOnly or ShortcutTaken."""
    approving.require_approver(by)
    response = reading.locked(session, response_id)
    if response.archived_at is not None:
        response.archived_at = None
        response.version += 1
        writing.flushed(session, response)
        history.record(session, response_id, Change(what=Phrase("restored")), by=by)
    return response
