"""How does somebody vouch for a colleague, who reads what is private by then?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import (
    announcing,
    disabling,
    people,
    permissions,
    reasons,
    staff_record,
    unvouched,
)
from inbox.errors import Conflict, NotAllowed
from inbox.models import DisabledBecause, StaffChangeKind, User
from inbox.permissions import Permission

ASKS_WHY = Phrase("Say why, so that administrators know what happened.")


class NotYoursToVouch(NotAllowed):
    """They may not, or it was they who let this person in."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This is for somebody else who reads and leads here, and for another administrator "
                "only where there is nobody who does."
            )
        )


class NobodyWaits(Conflict):
    """Somebody was quicker."""

    def __init__(self) -> None:
        super().__init__(Phrase("Somebody decided about this person already."))


def waiting(session: Session) -> list[User]:
    """Return who is to be vouched for, and by whom they were let in; the longest waiting first."""
    still = User.unvouched_since.is_not(None), User.is_active
    query = select(User).where(*still, permissions.who_may(*unvouched.CONCERNS))
    query = query.options(selectinload(User.unvouched_by))
    return list(session.scalars(query.order_by(User.unvouched_since, User.id)))


def waiting_for(session: Session, user: User) -> list[User]:
    """Return for whom this person may vouch."""
    is_able = permissions.may(user, Permission.LEAD) or permissions.may(user, Permission.PEOPLE)
    return [one for one in (waiting(session) if is_able else ()) if may(session, user, one)]


def standing(session: Session, person: User) -> User | None:
    """Return somebody who is to be vouched for, with whom they were let in by; else None."""
    if person.unvouched_since is None:
        return None
    asked = select(User).where(User.id == person.id).options(selectinload(User.unvouched_by))
    return session.scalar(asked.execution_options(populate_existing=True))


def may(session: Session, user: User, person: User) -> bool:
    """Say whether somebody may vouch for another."""
    return user.id in {one.id for one in unvouched.able(session, person)}


def agree(session: Session, user_id: int, *, by: User | None) -> None:
    """Let somebody read what is private again; `by` is None for the command line.

    Raises NoSuchPerson, NobodyWaits or NotYoursToVouch.
    """
    person = _held(session, user_id, by)
    person.unvouched_since = person.unvouched_by_id = person.unvouched_why = None
    session.flush()
    announcing.reach_changed(session, person.id)
    staff_record.record(session, person, StaffChangeKind.VOUCHED, by)


def refuse(session: Session, user_id: int, *, why: str, by: User) -> None:
    """Say that it is not them: they are out at once, and let in again they still wait.

    Raises NoSuchPerson, NobodyWaits, NotYoursToVouch, LastAdministrator, ReasonNeeded or
    ReasonTooLong.
    """
    person, reason = _held(session, user_id, by), reasons.tidied(why, asks=ASKS_WHY)
    disabling.keep_an_administrator(session, person)
    disabling.close(session, person, DisabledBecause.DECIDED)
    staff_record.record(session, person, StaffChangeKind.NOT_VOUCHED, by, reason)


def _held(session: Session, user_id: int, by: User | None) -> User:
    person = people.locked(session, user_id)
    if by and not permissions.may(by, Permission.LEAD, Permission.PEOPLE):
        raise NotYoursToVouch
    if person.unvouched_since is None or not person.is_active:
        raise NobodyWaits
    if by and not may(session, by, person):
        raise NotYoursToVouch
    return person
