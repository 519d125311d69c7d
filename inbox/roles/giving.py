"""Which role has somebody, and how do they get another?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import permissions
from inbox.errors import Invalid
from inbox.models import CustomRole, Role, User
from inbox.permissions import Permission
from inbox.roles.wording import NAMES

AnyRole: TypeAlias = Role | CustomRole

LEAST = Role.VIEWER
"""What `User.role` says beside a role of the department's own: whoever does not know of those,
such as an older version, lets nobody do more than look at the wall."""

_CUSTOM = "custom:"


class NoSuchRole(Invalid):
    """A form named a role that nobody is given here."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose one of the roles."))


def offered(session: Session) -> Sequence[CustomRole]:
    """Return the department's own roles that can be given, by name."""
    standing = select(CustomRole).where(CustomRole.archived_at.is_(None))
    return session.scalars(standing.order_by(CustomRole.folded)).all()


def key(role: AnyRole) -> str:
    """Return how a form names a role."""
    return f"{_CUSTOM}{role.id}" if isinstance(role, CustomRole) else role.value


def key_of(person: User) -> str:
    """Return how a form names the role that somebody has."""
    number = person.custom_role_id
    return person.role.value if number is None else f"{_CUSTOM}{number}"


def keyed(session: Session, word: str) -> AnyRole:
    """Return the role that a form named. Raises NoSuchRole."""
    if word in tuple(Role):
        return Role(word)
    found = next((one for one in offered(session) if key(one) == word), None)
    if found is None:
        raise NoSuchRole
    return found


def allowed(role: AnyRole) -> frozenset[Permission]:
    """Return what a role allows."""
    if isinstance(role, CustomRole):
        return permissions.known(role.allows)
    return permissions.OF_ROLES[role]


def name(role: AnyRole) -> str:
    """Return what a role is called."""
    return role.name if isinstance(role, CustomRole) else NAMES[role]


def said(role: AnyRole) -> str:
    """Return how the record names a role: as it is called now, since it may be called else."""
    return role.name if isinstance(role, CustomRole) else role.value


def said_of(session: Session, person: User) -> str:
    """Return how the record names the role that somebody has."""
    number = person.custom_role_id
    return person.role.value if number is None else session.get_one(CustomRole, number).name


def hold(session: Session, role: AnyRole) -> None:
    """Let nobody change or archive a role until this ends. Raises NoSuchRole."""
    if isinstance(role, CustomRole):
        found = session.get(CustomRole, role.id, with_for_update=True, populate_existing=True)
        if found is None or found.archived_at:
            raise NoSuchRole


def give(session: Session, person: User, role: AnyRole) -> None:
    """Let somebody have a role; the caller keeps who did it. Raises NoSuchRole."""
    if not isinstance(role, CustomRole):
        person.role, person.custom_role_id = role, None
        return
    hold(session, role)
    person.role, person.custom_role_id = LEAST, role.id
    session.add(person)
    session.flush()
    session.refresh(person, ["custom_allows"])
