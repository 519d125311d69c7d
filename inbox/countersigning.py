"""Who counts as the second person of what takes two?

Whoever their role lets, once somebody vouched for them (`inbox.unvouched`): until then they may
be an administrator under another name, and one person would be both.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from inbox import permissions
from inbox.models import User
from inbox.permissions import Permission

IS_KNOWN: ColumnElement[bool] = User.unvouched_since.is_(None)
"""In SQL: that nobody's word is awaited that a `User` is who they claim."""


def is_known(person: User) -> bool:
    """Say whether nobody's word is awaited that this person is who they claim."""
    return person.unvouched_since is None


def may(person: User, needed: Permission) -> bool:
    """Say whether this person decides about what others ask for."""
    return is_known(person) and permissions.may(person, needed)


def who_may(needed: Permission) -> ColumnElement[bool]:
    """Say in SQL whether a `User` does."""
    return and_(IS_KNOWN, permissions.who_may(needed))
