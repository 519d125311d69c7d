"""Which view does an address or a browser mean, and which ones stand in a person's rail?

Beside the views that everybody has (`inbox.views`) there is one for each team, and one for
whatever a filter asks. A browser names a view by its mark: its key, and its query if it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import views
from inbox.errors import Invalid, NotFound
from inbox.filters import compiling, known, reading
from inbox.filters.known import Known
from inbox.filters.reading import LONGEST_QUERY, Filter
from inbox.models import Status, Team, User, membership
from inbox.views import NoSuchView, View

FILTER = "filter"
_TEAM = re.compile(r"team-([1-9][0-9]{0,17})", re.ASCII)


def find(session: Session, mark: str, _user: User) -> View:
    """Return a view as one person sees it. Raises NoSuchView or BadFilter."""
    key, _, query = mark.partition("?")
    if key == FILTER:
        return _filtered(session, reading.of_query(query))
    if team := _TEAM.fullmatch(key):
        return _of_team(session, int(team[1]))
    return views.find(key)


def found(session: Session, marks: Iterable[str], user: User) -> list[View]:
    """Return those of some views that there are."""
    there = []
    for mark in marks:
        try:
            there.append(find(session, mark, user))
        except (NotFound, Invalid):
            # It was deleted while somebody looked at it.
            continue
    return there


def rail(session: Session, user: User) -> tuple[View, ...]:
    """Return what stands in a person's rail, in its order."""
    return (*views.all_views(), *_teams(session, user))


def is_everybodys(mark: str) -> bool:
    """Say whether a view shows everyone the same."""
    key, _, query = mark.partition("?")
    if key == FILTER:
        return "assignee=me" not in query.split("&")
    return bool(_TEAM.fullmatch(key)) or not views.find(key).is_personal


def is_mark(said: str) -> bool:
    """Say whether this can be the mark of a view."""
    key, _, query = said.partition("?")
    if key == FILTER:
        return len(query) <= LONGEST_QUERY and _is_filter(query)
    if query:
        return False
    return bool(_TEAM.fullmatch(key)) or key in {view.key for view in views.all_views()}


def equivalent(view: View) -> Filter:
    """Return the filter that asks for what a view shows, as near as filters come."""
    if view.key == FILTER:
        return reading.of_query(view.query)
    if team := _TEAM.fullmatch(view.key):
        return reading.read([("team", team[1])])
    return reading.of_query(view.as_filter)


def _is_filter(query: str) -> bool:
    try:
        return reading.of_query(query).query == query
    except Invalid:
        return False


def of_filter(session: Session, asked: Filter, there: Known, **named: str) -> View:
    """Make a view of a filter: its key, name, icon, group and query. What is gone is left out."""
    existing = there.existing(asked)
    return View(
        condition=lambda user: compiling.condition(existing, session, user),
        # Nobody counts the resolved, nor looks up words, again with every change of the desk.
        is_counted=str(Status.RESOLVED) not in existing.statuses and not existing.values("text"),
        is_triaged=existing.statuses != (Status.RESOLVED,),
        is_of_open=existing.is_of_open,
        is_personal=existing.is_personal,
        missing=tuple(there.missing(asked)),
        **named,
    )


def _filtered(session: Session, asked: Filter) -> View:
    there = known.about(session, [asked])
    return of_filter(
        session,
        asked,
        there,
        key=FILTER,
        name="Filtered",
        icon="filter",
        group="filter",
        query=asked.query,
    )


def _teams(session: Session, user: User) -> list[View]:
    mine = select(membership.c.team_id).where(membership.c.user_id == user.id)
    teams = session.scalars(select(Team).where(Team.id.in_(mine)).order_by(Team.name))
    return [_team_view(session, team) for team in teams]


def _of_team(session: Session, team_id: int) -> View:
    team = session.get(Team, team_id)
    if team is None:
        raise NoSuchView(f"team-{team_id}")
    return _team_view(session, team)


def _team_view(session: Session, team: Team) -> View:
    number = str(team.id)
    return of_filter(
        session,
        Filter((("team", (number,)),)),
        Known({"team": {number: team.name}}),
        key=f"team-{number}",
        name=team.name,
        group="team",
        icon="users",
    )
