"""Who decides who works here, and what is kept of it?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import disabling, guessing, passkeys, people, second_step, staff_record, unvouched
from inbox.errors import Conflict
from inbox.models import Passkey, StaffChange, StaffChangeKind, Unvouched, User
from inbox.permissions import Permission
from inbox.roles import giving
from inbox.roles.giving import AnyRole

MOST_CHANGES = 50


class ResetByAnother(Conflict):
    """At an open desk, anybody could put their own telephone in its place."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("You cannot reset your own second step. Another administrator can.")
        )


class GivenByAnother(Conflict):
    """Whoever opens the doors would let themselves in."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("You cannot give yourself another role. Another administrator can.")
        )


def everyone(session: Session) -> list[User]:
    """Return everybody who works here or did, those who may sign in first, by name."""
    return list(session.scalars(select(User).order_by(User.is_active.desc(), User.name, User.id)))


def changes(session: Session) -> list[StaffChange]:
    """Return the newest changes of who works here."""
    newest = select(StaffChange).order_by(StaffChange.id.desc()).limit(MOST_CHANGES)
    told = selectinload(StaffChange.user), selectinload(StaffChange.by)
    return list(session.scalars(newest.options(*told)))


def give_role(session: Session, user_id: int, role: AnyRole, *, by: User) -> None:
    """Let somebody do other work, and end what they opened as what they were.

    Raises NoSuchPerson, GivenByAnother, LastAdministrator or NoSuchRole.
    """
    person = people.find(session, user_id)
    if giving.key_of(person) == giving.key(role):
        return
    if person.id == by.id:
        raise GivenByAnother
    # Before people are held, as where a role is changed, so that no two wait for each other.
    giving.hold(session, role)
    if Permission.PEOPLE not in giving.allowed(role):
        disabling.keep_an_administrator(session, person)
    before = giving.said_of(session, person)
    giving.give(session, person, role)
    person.sign_in_number += 1
    staff_record.record(session, person, StaffChangeKind.ROLE, by, giving.said(role), before=before)


def release(session: Session, user_id: int, *, by: User) -> None:
    """Let somebody try again who was locked for wrong tries. Raises NoSuchPerson."""
    person = people.find(session, user_id)
    if guessing.release(session, person.email):
        staff_record.record(session, person, StaffChangeKind.RELEASED, by)


def sign_out_everywhere(session: Session, user_id: int, *, by: User) -> None:
    """End every sign-in of somebody. Raises NoSuchPerson."""
    person = people.find(session, user_id)
    person.sign_in_number += 1
    staff_record.record(session, person, StaffChangeKind.SIGNED_OUT, by)


def reset_second_step(session: Session, user_id: int, *, by: User | None) -> None:
    """Let somebody set up their second step anew at the next sign-in, and sign them out.

    They find nothing private until somebody else vouches for them (`inbox.unvouched`).
    `by` is None for the command line. Raises NoSuchPerson or ResetByAnother.
    """
    person = people.find(session, user_id)
    if by and person.id == by.id:
        raise ResetByAnother
    second_step.forget(session, person)
    kept = staff_record.record(session, person, StaffChangeKind.SECOND_STEP_RESET, by)
    unvouched.ask(session, person, Unvouched.SECOND_STEP, kept)


def note_second_step(session: Session, person: User) -> None:
    """Keep that somebody set up their second step."""
    staff_record.record(session, person, StaffChangeKind.SECOND_STEP, person)


def note_recovery_codes(session: Session, person: User) -> None:
    """Keep that somebody took new recovery codes."""
    staff_record.record(session, person, StaffChangeKind.RECOVERY_CODES, person)


def note_passkey(session: Session, person: User, passkey: Passkey) -> None:
    """Keep that somebody added a passkey."""
    staff_record.record(session, person, StaffChangeKind.PASSKEY, person, passkey.name)


def remove_passkey(session: Session, passkey_id: int, *, by: User) -> None:
    """Let one's own passkey count no more. Raises NoSuchPasskey."""
    removed = passkeys.remove(session, by, passkey_id)
    staff_record.record(session, by, StaffChangeKind.PASSKEY_REMOVED, by, removed.name)
