"""Who is at the keyboard?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, undefer

from connectors.phrases import Phrase
from inbox import clock
from inbox.errors import NotAllowed
from inbox.models import Role, User
from inbox.single_sign_on import known

_hasher = PasswordHasher()


class WrongSignIn(NotAllowed):
    """The address and the password do not belong together."""

    def __init__(self) -> None:
        super().__init__(Phrase("That e-mail address and password do not match. Try again."))


class NotByPassword(WrongSignIn):
    """The password is right, and lets nobody in here."""

    def __init__(self, name: str) -> None:
        NotAllowed.__init__(
            self, Phrase("Passwords let nobody in here. Sign in with {name}.", name=name)
        )


def authenticate(session: Session, email: str, password: str) -> User:
    """Return the person who owns this address and password. Raises WrongSignIn."""
    person = session.scalar(
        select(User)
        .where(func.lower(User.email) == email.strip().lower())
        .options(undefer(User.password_hash))
    )
    # Whoever never set a password has none that could match, and takes as long to refuse.
    stored = person.password_hash if person else ""
    matches = _matches(stored or _nobody(), password)
    if person is None or not matches or not is_admitted(session, person):
        raise WrongSignIn
    if name := in_place_of_password(session, person):
        raise NotByPassword(name)
    return person


def in_place_of_password(session: Session, person: User) -> str:
    """Return by what somebody signs in whose password lets nobody in; empty where it does.

    Where single sign-on is required, passwords are left to administrators who were named for the
    day on which it fails.
    """
    setting = known.setting(session)
    if setting is None or not setting.is_required:
        return ""
    is_named = person.email.lower() in setting.break_glass
    return "" if is_named and person.role is Role.ADMINISTRATOR else setting.name


def user(session: Session, user_id: int, number: int) -> User | None:
    """Return whose sign-in this is, if it counts: they work here, and it was not ended."""
    found = session.get(User, user_id)
    counts = found and is_admitted(session, found) and found.sign_in_number == number
    return found if counts else None


def is_admitted(session: Session, person: User) -> bool:
    """Say whether somebody may be here now."""
    return person.is_active and not is_over(session, person)


def is_over(session: Session, person: User) -> bool:
    """Say whether the time is over for which somebody was let in."""
    ends_at = person.access_ends_at
    return ends_at is not None and ends_at <= clock.now(session)


def is_lasting(session: Session) -> ColumnElement[bool]:
    """Say in SQL whether the time of a `User` is not over."""
    return or_(User.access_ends_at.is_(None), User.access_ends_at > clock.now(session))


def ended(session: Session, sign_ins: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return which of these sign-ins, each a person and a number, count no more."""
    asked = set(sign_ins)
    counting = select(User.id, User.sign_in_number).where(
        User.is_active, is_lasting(session), User.id.in_({user_id for user_id, _ in asked})
    )
    return asked - {(user_id, number) for user_id, number in session.execute(counting)}


def hash_password(password: str) -> str:
    """Return what is stored in place of a password."""
    return _hasher.hash(password)


@cache
def _nobody() -> str:
    """Return what is verified when there is no such person, so that both take the same time."""
    return _hasher.hash("nobody signs in with this")


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
