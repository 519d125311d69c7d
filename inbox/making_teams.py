"""Who makes a team, what is it called, and who is in it?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import limiting, people, permissions, reach, teams
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, Invalid
from inbox.models import Team, User, membership
from inbox.permissions import Permission

LONGEST = 80


class UnusableName(Invalid):
    """Nothing that could be read, or too much of it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("A team needs a name of 1 to {longest} characters.", longest=LONGEST)
        )


class NameTaken(Conflict):
    """Two of one name could not be told apart."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase("There is a team “{name}” already. Choose another name.", name=name)
        )


class NotAtTheDesk(Invalid):
    """Teams share conversations, and this person has none."""

    def __init__(self, person: User) -> None:
        super().__init__(
            Phrase(
                "{name} does not handle conversations, so cannot be in a team. An administrator "
                "changes what they do under People.",
                name=person.name,
            )
        )


def make(session: Session, name: str, *, by: User) -> Team:
    """Make a team that nobody is in yet.

    Raises NotYours, LimitedThemselves, UnusableName or NameTaken.
    """
    limiting.refuse_unless_allowed(by)
    team = _called(session, Team(), name)
    _record(session, team, by, change="made")
    return team


def rename(session: Session, team_id: int, name: str, *, by: User) -> Team:
    """Call a team something else from now on. Raises as `make` does, and NoSuchTeam."""
    limiting.refuse_unless_allowed(by)
    team = teams.find(session, team_id)
    before = team.name
    if _called(session, team, name).name != before:
        _record(session, team, by, change="renamed", before=before)
    return team


def set_members(session: Session, team_id: int, user_ids: Collection[int], *, by: User) -> Team:
    """Let these people be in a team and nobody else; whoever stays keeps their turn.

    What somebody has and reaches no more goes back to everyone. Raises NotYours,
    LimitedThemselves, NoSuchTeam, NoSuchPerson or NotAtTheDesk.
    """
    limiting.refuse_unless_allowed(by)
    team = teams.find(session, team_id)
    wanted = set(user_ids)
    changing = sorted(wanted ^ set(limiting.members(session, team)))
    # Held before it is looked again: else two who change one team would both let somebody in.
    held = {number: people.locked(session, number) for number in changing}
    present = set(limiting.members(session, team))
    joining = [held[number] for number in changing if number in wanted - present]
    leaving = [held[number] for number in changing if number in present - wanted]
    if not joining and not leaving:
        return team
    _refuse_unless_at_desk(joining)
    _leave(session, team, leaving)
    people.join(session, team, joining)
    with reach.lifted(session):
        back = [
            one
            for person in (*leaving, *joining)
            for one in limiting.settle(session, person, team, by)
        ]
    on, given_back = On("team", team.id, team.name), len(back)
    told = {"joined": _numbers(joining), "left": _numbers(leaving), "given_back": given_back}
    recording.record(session, What.TEAM_MEMBERS, by=by, on=on, detail=told)
    return team


def _called(session: Session, team: Team, name: str) -> Team:
    tidied = " ".join(name.split())
    if not (0 < len(tidied) <= LONGEST and tidied.isprintable()):
        raise UnusableName
    is_other = Team.id.is_distinct_from(team.id)
    taken_by = select(Team.id).where(func.lower(Team.name) == tidied.lower(), is_other)
    if session.scalar(taken_by) is not None:
        raise NameTaken(tidied)
    try:
        with session.begin_nested():
            team.name = tidied
            session.add(team)
    except IntegrityError as taken:
        raise NameTaken(tidied) from taken
    return team


def _refuse_unless_at_desk(joining: Sequence[User]) -> None:
    for person in joining:
        if not (person.is_active and permissions.may(person, Permission.HANDLE)):
            raise NotAtTheDesk(person)


def _leave(session: Session, team: Team, leaving: Sequence[User]) -> None:
    of_team = membership.c.team_id == team.id
    session.execute(delete(membership).where(of_team, membership.c.user_id.in_(_numbers(leaving))))


def _record(session: Session, team: Team, by: User, **detail: str) -> None:
    on = On("team", team.id, team.name)
    recording.record(session, What.TEAM, by=by, on=on, detail=detail)


def _numbers(persons: Sequence[User]) -> list[int]:
    return [person.id for person in persons]
