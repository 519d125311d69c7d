"""Which view does an address or a browser mean, and which ones stand in a person's rail?

Beside the views that everybody has (`inbox.views`) there is one for each team, one for each filter
that was saved, and one for whatever a filter asks. A browser names a view by its mark: its key,
and its query if it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, people, saved_views, view_parts, views
from inbox.errors import Invalid, NotFound
from inbox.filters import compiling, known, reading
from inbox.filters.known import Known
from inbox.filters.reading import LONGEST_QUERY, BadFilter, Filter
from inbox.models import SavedView, Status, Team, User
from inbox.views import NoSuchView, View

FILTER = "filter"
_TEAM = re.compile(r"team-([1-9][0-9]{0,17})", re.ASCII)
_SAVED = re.compile(r"saved-([1-9][0-9]{0,17})", re.ASCII)


def find(session: Session, mark: str, user: User) -> View:
    """Return a view as one person sees it. Raises NotFound or BadFilter."""
    key, _, query = mark.partition("?")
    if key == FILTER:
        return _filtered(session, reading.of_query(query))
    if team := _TEAM.fullmatch(key):
        return _of_team(session, int(team[1]))
    if saved := _SAVED.fullmatch(key):
        return _saved(session, [saved_views.find(session, int(saved[1]), user)])[0]
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
    kept = saved_views.visible(session, user)
    return (*views.all_views(), *_teams(session, user), *_saved(session, kept))


def counted_for_each(session: Session, shown: Mapping[int, Iterable[str]]) -> dict[int, list[View]]:
    """Return what is counted for many people, each with the views they have open."""
    teams = people.teams_of_each(session, shown)
    saved = saved_views.visible_to_each(session, shown)
    there = {one.id: one for kept in saved.values() for one in kept}
    as_view = dict(zip(there, _saved(session, there.values()), strict=True))
    alike: dict[str, list[View]] = {}
    found = {}
    for user_id, marks in shown.items():
        kept = [*views.all_views(), *(_team_view(session, one) for one in teams[user_id])]
        kept += [as_view[one.id] for one in saved[user_id]]
        found[user_id] = [*kept, *_beside(session, user_id, marks, alike)]
    return found


def _beside(
    session: Session, user_id: int, marks: Iterable[str], alike: dict[str, list[View]]
) -> Iterator[View]:
    """Yield what is counted for open views; what is the same for everyone is made once."""
    for mark in marks:
        if _SAVED.fullmatch(mark):
            yield from counted(session, User(id=user_id), [mark], ())
        else:
            if mark not in alike:
                alike[mark] = counted(session, User(id=user_id), [mark], ())
            yield from alike[mark]


def is_everybodys(mark: str) -> bool:
    """Say whether a view shows everyone the same."""
    key, _, query = mark.partition("?")
    if key == FILTER:
        return "assignee=me" not in query.split("&")
    if _SAVED.fullmatch(key):
        return False
    return bool(_TEAM.fullmatch(key)) or not views.find(key).is_personal


def is_mark(said: str) -> bool:
    """Say whether this can be the mark of a view."""
    key, _, query = said.partition("?")
    if key == FILTER:
        return len(query) <= LONGEST_QUERY and _is_filter(query)
    if query:
        return False
    is_made = _TEAM.fullmatch(key) or _SAVED.fullmatch(key)
    return bool(is_made) or key in {view.key for view in views.all_views()}


def equivalent(view: View) -> Filter:
    """Return the filter that asks for what a view shows, as near as filters come."""
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
        is_counted=_is_counted(existing),
        is_triaged=existing.statuses != (Status.RESOLVED,),
        is_of_open=existing.is_of_open,
        is_personal=existing.is_personal,
        as_filter=asked.query,
        missing=tuple(there.missing(asked)),
        **named,
    )


def waiting_under(post_id: int) -> str:
    """Return the mark of the view of those who wait under one post, whatever its status."""
    asked = reading.read([("post", str(post_id)), ("status", "any"), ("waiting", "yes")])
    return f"{FILTER}?{asked.query}"


def counted(session: Session, user: User, marks: Iterable[str], kept: Iterable[View]) -> list[View]:
    """Return what is counted for a person: what stands in the rail, and other views that are open.

    Of an open view its parts are counted too, and under a post those who wait beside all.
    """
    there = found(session, marks, user)
    open_now = {mark for view in there for mark in (view.mark, *_waiting(view))}
    others = open_now - {view.mark for view in kept}
    now = clock.now(session)
    parts = [part for view in there for part in view_parts.parts(view, now)]
    return [*kept, *found(session, sorted(others), user), *parts]


def _waiting(view: View) -> list[str]:
    return [waiting_under(int(one)) for one in equivalent(view).values("post")]


def _is_counted(asked: Filter) -> bool:
    # Nobody counts all the resolved, nor looks up words, again with every change of the desk.
    is_small = str(Status.RESOLVED) not in asked.statuses or bool(asked.values("post"))
    return is_small and not asked.values("text")


def _filtered(session: Session, asked: Filter) -> View:
    there = known.about(session, [asked])
    return of_filter(
        session,
        asked,
        there,
        key=FILTER,
        name=Phrase("Under one post") if asked.values("post") else Phrase("Filtered"),
        icon="filter",
        group="filter",
        query=asked.query,
    )


def _teams(session: Session, user: User) -> list[View]:
    return [_team_view(session, team) for team in people.teams_of(session, user)]


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


def _saved(session: Session, kept: Iterable[SavedView]) -> list[View]:
    read = [(one, *_stored(one.query)) for one in kept]
    there = known.about(session, [asked for _, asked, _ in read])
    return [_saved_view(session, one, asked, there, lost) for one, asked, lost in read]


def _saved_view(
    session: Session, kept: SavedView, asked: Filter, there: Known, lost: tuple[str, ...]
) -> View:
    view = of_filter(
        session, asked, there, key=f"saved-{kept.id}", name=kept.name, icon="saved", group="saved"
    )
    return replace(view, missing=(*lost, *view.missing))


def _stored(query: str) -> tuple[Filter, tuple[str, ...]]:
    try:
        return reading.of_query(query), ()
    except BadFilter as error:
        # A word that was understood when it was saved may not be any more.
        return error.rest, error.problems
