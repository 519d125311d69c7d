"""Who works here?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, sign_in
from inbox.errors import Conflict, Invalid, NotFound
from inbox.models import Role, Team, User, membership

SHORTEST_PASSWORD = 8


class NoSuchPerson(NotFound):
    """Nobody signs in under this number or address."""

    def __init__(self, who: object) -> None:
        super().__init__(Phrase("Nobody signs in as {who}.", who=who))


class EmailTaken(Conflict):
    """Somebody signs in with this address already."""

    def __init__(self, email: str) -> None:
        super().__init__(Phrase("Somebody signs in with {email} already.", email=email))


class WeakPassword(Invalid):
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
    return list(session.scalars(select(User).where(User.is_active).order_by(User.name)))


def teams(session: Session) -> list[Team]:
    """Return every team, by name."""
    return list(session.scalars(select(Team).order_by(Team.name)))


def teams_of(session: Session, user: User) -> list[Team]:
    """Return the teams that a person is in, by name."""
    mine = select(membership.c.team_id).where(membership.c.user_id == user.id)
    return list(session.scalars(select(Team).where(Team.id.in_(mine)).order_by(Team.name)))


def find(session: Session, user_id: int) -> User:
    """Return one person. Raises NoSuchPerson."""
    found = session.get(User, user_id)
    if found is None:
        raise NoSuchPerson(user_id)
    return found


def by_email(session: Session, email: str) -> User:
    """Return the person with this address. Raises NoSuchPerson."""
    found = session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))
    if found is None:
        raise NoSuchPerson(email)
    return found


def add(session: Session, *, email: str, name: str, password: str, role: Role = Role.STAFF) -> User:
    """Let somebody sign in. Raises EmailTaken or WeakPassword."""
    return admit(session, email=email, name=name, password_hash=hashed(password), role=role)


def hashed(password: str) -> str:
    """Return what is stored in place of a new password. Raises WeakPassword."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword
    return sign_in.hash_password(password)


def admit(
    session: Session, *, email: str, name: str, password_hash: str, role: Role = Role.STAFF
) -> User:
    """Let somebody sign in whose password is hashed already. Raises EmailTaken."""
    address = email.strip().lower()
    if session.scalar(select(User.id).where(func.lower(User.email) == address)):
        raise EmailTaken(address)
    person = User(
        email=address,
        name=name.strip(),
        role=role,
        password_hash=password_hash,
        created_at=clock.now(session),
    )
    session.add(person)
    session.flush()
    return person


def team_of(session: Session, name: str, members: list[User]) -> Team:
    """Make a team of these people."""
    team = Team(name=name)
    session.add(team)
    session.flush()
    session.execute(
        membership.insert(), [{"team_id": team.id, "user_id": person.id} for person in members]
    )
    return team
