"""Who is at the keyboard?"""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from connectors.phrases import Phrase
from inbox.errors import NotAllowed
from inbox.models import User

_hasher = PasswordHasher()


class WrongSignIn(NotAllowed):
    """The address and the password do not belong together."""

    def __init__(self) -> None:
        super().__init__(Phrase("That e-mail address and password do not match. Try again."))


def authenticate(session: Session, email: str, password: str) -> User:
    """Return the person who owns this address and password. Raises WrongSignIn."""
    person = session.scalar(
        select(User)
        .where(func.lower(User.email) == email.strip().lower())
        .options(undefer(User.password_hash))
    )
    matches = _matches(person.password_hash if person else _nobody(), password)
    if person is None or not matches or not person.is_active:
        raise WrongSignIn
    return person


def user(session: Session, user_id: int) -> User | None:
    """Return a person who may still sign in."""
    found = session.get(User, user_id)
    return found if found and found.is_active else None


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
