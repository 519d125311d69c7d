"""Until when may somebody sign in who is here for a time?

An access that was given for an incident ends by itself: what decides who is signed in asks for
the moment (`inbox.sign_in`), and the scheduler then disables the person and keeps it (CJIS
Security Policy, AC-2(2)).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, disabling, people, sign_in, staff_record
from inbox.errors import Invalid
from inbox.models import DisabledBecause, StaffChangeKind, User


class EndsInThePast(Invalid):
    """It would have ended before it began."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This moment has passed. Choose one to come, or disable them to end it now.")
        )


def settle(session: Session, user_id: int, ends_at: datetime | None, *, by: User | None) -> None:
    """Say when somebody's access ends by itself; None is never.

    Whoever was disabled because it had ended is let in again. Raises NoSuchPerson,
    EndsInThePast or LastAdministrator.
    """
    if ends_at and ends_at <= clock.now(session):
        raise EndsInThePast
    person = people.find(session, user_id)
    if ends_at and person.is_active:
        disabling.keep_an_administrator(session, person)
    person = people.locked(session, user_id)
    if person.access_ends_at == ends_at:
        return
    # What was open when it ended stays ended.
    _end_if_over(session, person)
    before, person.access_ends_at = person.access_ends_at, ends_at
    staff_record.record(
        session, person, StaffChangeKind.ACCESS_END, by, _said(ends_at), before=_said(before)
    )
    if person.disabled_because is DisabledBecause.EXPIRED:
        disabling.enable(session, person.id, by=by)


def _said(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="minutes") if moment else ""


def due(session: Session) -> Sequence[int]:
    """Return whose access has ended and who is not disabled yet."""
    is_over = User.access_ends_at <= clock.now(session)
    return session.scalars(select(User.id).where(User.is_active, is_over).order_by(User.id)).all()


def end_due(session: Session, user_ids: Sequence[int]) -> None:
    """Disable those whose access has ended, unless it was prolonged in the meantime."""
    for user_id in user_ids:
        _end_if_over(session, people.locked(session, user_id))


def _end_if_over(session: Session, person: User) -> None:
    if not person.is_active or not sign_in.is_over(session, person):
        return
    disabling.close(session, person, DisabledBecause.EXPIRED)
    staff_record.record(session, person, StaffChangeKind.EXPIRED, None)
