"""Who works here?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, permissions, reach, sign_in
from inbox.anybody import ANYBODY, being
from inbox.errors import Conflict, Invalid, NotFound
from inbox.models import Role, Team, User, membership
from inbox.permissions import Permission
from inbox.roles import giving
from inbox.roles.giving import AnyRole
from inbox.single_sign_on import known

SHORTEST_PASSWORD = 8
_MINE = select(membership.c.team_id).where(membership.c.user_id == ANYBODY.id)
_TEAMS_OF = select(Team).where(Team.id.in_(_MINE)).order_by(Team.name)
_AT_WORK = permissions.who_may(Permission.HANDLE)
_ON_THE_DESK = select(User).where(User.is_active, _AT_WORK).order_by(User.name)
NO_PASSWORD = ""
"""What is kept of the password of somebody who never set one; it lets nobody in."""


class NoSuchPerson(NotFound):
    """Nobody signs in under this number or address."""

    def __init__(self, who: object) -> None:
        super().__init__(Phrase("Nobody signs in as {who}.", who=who))


class EmailTaken(Conflict):
    """Somebody signs in with this address already."""

    def __init__(self, email: str) -> None:
        super().__init__(Phrase("Somebody signs in with {email} already.", email=email))


class WeakPassword(Invalid):
    """It would not keep anybody out."""


class ShortPassword(WeakPassword):
    """Too short to keep anybody out."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "A password needs at least {shortest_password} characters.",
                shortest_password=SHORTEST_PASSWORD,
            )
        )


def on_the_desk(session: Session) -> list[User]:
    """Return everyone a conversation can be given to, by name."""
    return list(session.scalars(_ON_THE_DESK.where(sign_in.is_lasting(session))))


def reaching(session: Session, account_id: int) -> list[User]:
    """Return everyone a conversation of an account can be given to, by name."""
    return [one for one in on_the_desk(session) if reach.reaches(one, account_id)]


def teams(session: Session) -> list[Team]:
    """Return every team, by name."""
    return list(session.scalars(select(Team).order_by(Team.name)))


def teams_of(session: Session, user: User) -> list[Team]:
    """Return the teams that a person is in, by name."""
    return list(session.scalars(_TEAMS_OF, being(user.id)))


def teams_of_each(session: Session, user_ids: Collection[int]) -> dict[int, list[Team]]:
    """Return the teams of many people, each by name."""
    found = session.execute(
        select(membership.c.user_id, Team)
        .join(Team, Team.id == membership.c.team_id)
        .where(membership.c.user_id.in_(user_ids))
        .order_by(Team.name)
    )
    teams: dict[int, list[Team]] = {one: [] for one in user_ids}
    for user_id, team in found:
        teams[user_id].append(team)
    return teams


def find(session: Session, user_id: int) -> User:
    """Return one person. Raises NoSuchPerson."""
    found = session.get(User, user_id)
    if found is None:
        raise NoSuchPerson(user_id)
    return found


def locked(session: Session, user_id: int) -> User:
    """Return one person, whom nobody else changes until this ends. Raises NoSuchPerson."""
    session.flush()
    found = session.get(User, user_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NoSuchPerson(user_id)
    return found


def yet_to_come(session: Session) -> set[int]:
    """Return who was let in, never set a password, and never came by single sign-on."""
    without = User.password_hash == NO_PASSWORD, User.id.not_in(known.everyone(session))
    return set(session.scalars(select(User.id).where(*without)))


def has_come(session: Session, person: User) -> bool:
    """Say whether somebody ever set a password, or came by single sign-on."""
    return has_password(session, person) or known.has(session, person)


def has_password(session: Session, person: User) -> bool:
    """Say whether somebody ever set a password."""
    own = select(User.password_hash).where(User.id == person.id)
    return session.scalar(own) != NO_PASSWORD


def by_email(session: Session, email: str) -> User:
    """Return the person with this address. Raises NoSuchPerson."""
    found = session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))
    if found is None:
        raise NoSuchPerson(email)
    return found


def hashed(password: str) -> str:
    """Return what is stored in place of a new password. Raises ShortPassword."""
    if len(password) < SHORTEST_PASSWORD:
        raise ShortPassword
    return sign_in.hash_password(password)


def admit(
    session: Session, *, email: str, name: str, password_hash: str, role: AnyRole = Role.SENIOR
) -> User:
    """Let somebody sign in whose password is hashed already. Raises EmailTaken or NoSuchRole."""
    address = email.strip().lower()
    if session.scalar(select(User.id).where(func.lower(User.email) == address)):
        raise EmailTaken(address)
    person = User(
        email=address,
        name=name.strip(),
        password_hash=password_hash,
        created_at=clock.now(session),
    )
    giving.give(session, person, role)
    session.add(person)
    session.flush()
    return person


def team_of(session: Session, name: str, members: list[User]) -> Team:
    """Make a team of these people."""
    team = Team(name=name)
    session.add(team)
    session.flush()
    join(session, team, members)
    return team


def join(session: Session, team: Team, members: Sequence[User]) -> None:
    """Let people share the work of a team."""
    if members:
        rows = [{"team_id": team.id, "user_id": person.id} for person in members]
        session.execute(membership.insert(), rows)
        for person in members:
            reach.settle(session, person, teams_of(session, person))
