"""Who may sign in no more, why, and who stays whatever happens?"""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, one_time_links, people, permissions, sign_in, staff_record
from inbox.errors import Conflict
from inbox.models import DisabledBecause, StaffChangeKind, User
from inbox.permissions import Permission
from inbox.single_sign_on import known


class LastAdministrator(Conflict):
    """Without one, nobody could let anybody in again."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This is the last administrator. Make somebody else one before you do this.")
        )


class NotYourself(Conflict):
    """An administrator would lock themselves out."""

    def __init__(self) -> None:
        super().__init__(Phrase("You cannot disable yourself. Another administrator can."))


class AccessEnded(Conflict):
    """They were here for a time, which is over."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Their access ended. Say until when it lasts now, and they are let in again.")
        )


def disable(session: Session, user_id: int, *, by: User) -> None:
    """Let somebody sign in no more, and end what they have open: browsers, sockets, tokens.

    Raises NoSuchPerson, NotYourself or LastAdministrator.
    """
    person = people.find(session, user_id)
    if person.id == by.id:
        raise NotYourself
    if not person.is_active:
        return
    keep_an_administrator(session, person)
    close(session, person, DisabledBecause.DECIDED)
    staff_record.record(session, person, StaffChangeKind.DISABLED, by)


def enable(session: Session, user_id: int, *, by: User | None) -> None:
    """Let somebody sign in again. Raises NoSuchPerson or AccessEnded."""
    person = people.find(session, user_id)
    if person.is_active:
        return
    if sign_in.is_over(session, person):
        raise AccessEnded
    person.is_active, person.enabled_at = True, clock.now(session)
    person.disabled_because = person.disabled_at = None
    staff_record.record(session, person, StaffChangeKind.ENABLED, by)


def close(session: Session, person: User, because: DisabledBecause) -> None:
    """End every way in that somebody has; the caller keeps who did it."""
    person.is_active, person.disabled_because = False, because
    person.disabled_at = clock.now(session)
    person.sign_in_number += 1
    one_time_links.end_all(session, person)


def keep_an_administrator(session: Session, *leaving: User) -> None:
    """Refuse what would leave nobody who decides about people. Raises LastAdministrator.

    Whoever was invited and did not come yet, or whose access ends by itself, is none of those
    who are left.
    """
    if not any(permissions.may(one, Permission.PEOPLE) for one in leaving):
        return
    lasting = (
        permissions.who_may(Permission.PEOPLE),
        User.is_active,
        User.access_ends_at.is_(None),
        or_(User.password_hash != people.NO_PASSWORD, User.id.in_(known.everyone(session))),
    )
    # In their order, and before anybody else is held, so that no two wait for each other.
    session.execute(select(User.id).where(*lasting).order_by(User.id).with_for_update())
    others = User.id.not_in([one.id for one in leaving])
    if not session.scalar(select(func.count()).select_from(User).where(*lasting, others)):
        raise LastAdministrator
