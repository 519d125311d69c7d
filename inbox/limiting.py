"""Who limits a team to some accounts, and what follows at once?

In one transaction with it each member reaches what their teams leave them, and whatever they have
and cannot open any more goes back to everyone. What they have open closes as soon as it commits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import (
    accounts,
    assignment,
    clock,
    conversations,
    countersigning,
    people,
    permissions,
    reach,
    teams,
)
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid, NotAllowed
from inbox.models import Account, AccountState, Conversation, Status, Team, User, membership
from inbox.permissions import Permission
from inbox.reach import Accounts


class LimitedThemselves(NotAllowed):
    """Whoever could lift a limit of their own would have none."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "You reach some accounts only, so this is not yours to change. Ask an "
                "administrator, or somebody who reaches all."
            )
        )


class NoAccountChosen(Invalid):
    """A team that reaches nothing has nothing to do."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose at least one of the accounts, or all of them."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """An account that nobody works on, or whose replies nobody approves."""

    account: Account
    has_nobody: bool


def may_limit(user: User) -> bool:
    """Say whether somebody may set what teams reach: who reaches all, or reads nothing."""
    reads_nothing = permissions.may(user, Permission.PEOPLE)
    return permissions.may(user, Permission.LEAD) and (reads_nothing or user.reaches is None)


def limit(session: Session, team_id: int, chosen: Accounts, *, by: User) -> Team:
    """Limit a team to some accounts, or to none when `chosen` is None.

    Raises NotYours, LimitedThemselves, NoSuchTeam, NoSuchAccount or NoAccountChosen.
    """
    refuse_unless_allowed(by)
    _refuse_unknown(session, chosen)
    team = teams.find(session, team_id)
    if reach.accounts_of(team) == chosen:
        return team
    # Held first: else whoever limits another team of theirs would read this one as it was.
    held = [people.locked(session, one) for one in members(session, team)]
    before = _named(reach.accounts_of(team))
    team.reaches = None if chosen is None else frozenset(map(str, chosen))
    team.reach_set_by_id, team.reach_set_at = by.id, clock.now(session)
    session.flush()
    with reach.lifted(session):
        back = [one for person in held for one in settle(session, person, team, by)]
    on = On("team", team.id, team.name)
    detail = {"accounts": _named(chosen), "before": before, "given_back": len(back)}
    recording.record(session, What.TEAM_REACH, by=by, on=on, detail=detail)
    return team


def _named(chosen: Collection[int] | None) -> str | list[int]:
    return "all" if chosen is None else sorted(chosen)


def unreached(session: Session) -> list[Unreached]:
    """Return the connected accounts that lack somebody, for whoever can change it to see."""
    limited = select(Team.id).where(Team.reaches.is_not(None)).limit(1)
    if session.scalar(limited) is None:
        return []
    at_desk = people.on_the_desk(session)
    found = []
    for account in accounts.everyone(session):
        there = [one for one in at_desk if reach.reaches(one, account.id)]
        approves = any(countersigning.may(one, Permission.APPROVE) for one in there)
        if account.state is not AccountState.DISCONNECTED and not approves:
            found.append(Unreached(account=account, has_nobody=not there))
    return found


def refuse_unless_allowed(by: User) -> None:
    """Let nobody change what teams reach. Raises NotYours or LimitedThemselves."""
    if not permissions.may(by, Permission.LEAD):
        raise teams.NotYours
    if not may_limit(by):
        raise LimitedThemselves


def members(session: Session, team: Team) -> Sequence[int]:
    """Return the numbers of who is in a team."""
    asked = select(membership.c.user_id).where(membership.c.team_id == team.id)
    return session.scalars(asked.order_by(membership.c.user_id)).all()


def settle(session: Session, person: User, team: Team, by: User) -> Collection[int]:
    """Let a person reach what their teams do now, and return what they gave back.

    The caller holds the person's row, and has lifted what the session is held to.
    """
    mine = select(Team).join(membership).where(membership.c.user_id == person.id)
    of_theirs = session.scalars(mine.execution_options(populate_existing=True)).all()
    reach.settle(session, person, of_theirs)
    given_back = _beyond(session, person)
    for number in given_back:
        assignment.give_back(session, number, by=by, limited=team.name)
    return given_back


def _refuse_unknown(session: Session, chosen: Accounts) -> None:
    if chosen is not None and not chosen:
        raise NoAccountChosen
    for number in sorted(chosen or ()):
        accounts.find(session, number)


def _beyond(session: Session, person: User) -> Sequence[int]:
    """Return what somebody has and does not reach, held in one order as everywhere."""
    reached = reach.accounts_of(person)
    if reached is None:
        return ()
    theirs = Conversation.assignee_id == person.id, Conversation.status != Status.RESOLVED
    asked = select(Conversation.id).where(*theirs, Conversation.account_id.not_in(reached))
    numbers = session.scalars(asked.order_by(Conversation.id)).all()
    conversations.hold(session, numbers)
    return numbers
