"""Who has not used the desk for so long that they are disabled?

Once a day (CJIS Security Policy, AC-2(3): after 90 days). An administrator lets them in again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inbox import clock, disabling, leases, people, staff_record
from inbox.config import Settings
from inbox.disabling import LastAdministrator
from inbox.models import DisabledBecause, Lease, OpenSignIn, StaffChangeKind, Token, User

EVERY = timedelta(days=1)
TASK = "unused people"


def last_uses(session: Session) -> Mapping[int, datetime]:
    """Return when each person was last there, at a browser or by a program of theirs."""
    asked = (
        select(User.id, User.last_signed_in_at),
        select(OpenSignIn.user_id, func.max(OpenSignIn.acted_at)).group_by(OpenSignIn.user_id),
        select(Token.user_id, func.max(Token.used_at)).group_by(Token.user_id),
    )
    found: dict[int, datetime] = {}
    for one in asked:
        for user_id, at in session.execute(one):
            if at and at > found.get(user_id, at - EVERY):
                found[user_id] = at
    return found


def is_due(session: Session) -> bool:
    """Say whether it is time to look, where anybody wants it."""
    return _limit(session) is not None and not leases.is_held(session, TASK)


def disable_due(session: Session) -> None:
    """Disable whoever did not use the desk for so many days, never the last administrator."""
    limit, now = _limit(session), clock.now(session)
    if limit is None:
        return
    session.merge(Lease(name=TASK, holder="", until=now + EVERY))
    for user_id in _unused_since(session, now - limit):
        try:
            disabling.keep_an_administrator(session, people.find(session, user_id))
        except LastAdministrator:
            continue
        person = people.locked(session, user_id)
        if person.is_active:
            disabling.close(session, person, DisabledBecause.UNUSED)
            staff_record.record(session, person, StaffChangeKind.UNUSED, None, str(limit.days))


def _unused_since(session: Session, moment: datetime) -> list[int]:
    """Return who was there last before a moment, longest ago first."""
    uses = last_uses(session)
    active = session.scalars(select(User).where(User.is_active).order_by(User.id))
    counted = {
        one.id: max(filter(None, (uses.get(one.id), one.enabled_at, one.created_at)))
        for one in active
    }
    return sorted((one for one in counted if counted[one] <= moment), key=counted.__getitem__)


def _limit(session: Session) -> timedelta | None:
    settings: Settings = session.info["settings"]
    return settings.unused_after
