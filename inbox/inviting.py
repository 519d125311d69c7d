"""How does somebody new get in, without anybody choosing a password for them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import (
    access_end,
    clock,
    one_time_links,
    people,
    permissions,
    sign_in,
    staff_record,
    teams,
    unvouched,
)
from inbox.errors import Invalid
from inbox.models import StaffChangeKind, Unvouched, User
from inbox.one_time_links import NewLink
from inbox.permissions import Permission
from inbox.roles import giving
from inbox.roles.giving import AnyRole


class IncompletePerson(Invalid):
    """A name or an address is missing, or is none."""

    def __init__(self) -> None:
        super().__init__(Phrase("Give a name and a work e-mail address such as ana@example.org."))


class NotInATeam(Invalid):
    """Teams share conversations, and this role has none."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Only somebody who handles conversations is in a team. Choose no team.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who is to come in, as what. `access_ends_at` is None for good."""

    email: str
    name: str
    role: AnyRole
    team_id: int | None = None
    access_ends_at: datetime | None = None


def invite(session: Session, invited: Invited, *, by: User | None) -> NewLink | None:
    """Let somebody in who sets a password by the link; `by` is None on the command line.

    Where they come by single sign-on alone there is no link. They count as away until they come,
    so that nobody waits for them, and find nothing private until somebody vouches for them. Raises
    IncompletePerson, EmailTaken, NoSuchRole, NoSuchTeam, NotInATeam or EndsInThePast.
    """
    _refuse_incomplete(invited)
    person = people.admit(
        session,
        email=invited.email,
        name=invited.name,
        password_hash=people.NO_PASSWORD,
        role=invited.role,
    )
    person.away_since = clock.now(session)
    kept = staff_record.record(
        session, person, StaffChangeKind.ADDED, by, giving.said(invited.role)
    )
    if invited.team_id is not None:
        _join(session, person, invited.team_id)
    if invited.access_ends_at:
        access_end.settle(session, person.id, invited.access_ends_at, by=by)
    unvouched.ask(session, person, Unvouched.INVITED, kept)
    if sign_in.in_place_of_password(session, person):
        return None
    return one_time_links.make(session, person.id, by=by)


def _refuse_incomplete(invited: Invited) -> None:
    local, _, domain = invited.email.strip().partition("@")
    is_address = local and domain and not any(map(str.isspace, local + domain))
    if not (invited.name.strip() and is_address):
        raise IncompletePerson


def _join(session: Session, person: User, team_id: int) -> None:
    if not permissions.may(person, Permission.HANDLE):
        raise NotInATeam
    people.join(session, teams.find(session, team_id), [person])
