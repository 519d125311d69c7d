"""Which teams are there, and what do they ask for?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import (
    accounts,
    away,
    limiting,
    making_teams,
    people,
    permissions,
    reach,
    rota,
    teams,
)
from inbox.errors import Conflict, Invalid
from inbox.permissions import Permission
from web import access, errors, frame, numbers, serving
from web.access import current_user
from web.languages import translated

_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY

routes = Blueprint("teams", __name__, url_prefix="/teams")


@routes.get("")
@access.reads_or_leads
def index() -> str:
    """List every team, who is in it, and what it asks for."""
    return _page()


@routes.post("")
@access.reads_or_leads
@access.asks_again
def create() -> Answer | tuple[str, HTTPStatus]:
    """Make a team called `name`."""
    try:
        made = making_teams.make(serving.session(), _name(), by=current_user())
    except (Invalid, Conflict) as problem:
        return _page(name_problem=translated(problem)), errors.status_of(problem)
    return redirect(url_for("teams.index", _anchor=f"team-{made.id}"), HTTPStatus.SEE_OTHER)


@routes.post("/<number:team_id>")
@access.reads_or_leads
@access.asks_again
def change(team_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Call the team `name`, and let each `member` be in it and nobody else."""
    session, by = serving.session(), current_user()
    try:
        with session.begin_nested():
            making_teams.rename(session, team_id, _name(), by=by)
            making_teams.set_members(session, team_id, numbers.all_given("member"), by=by)
    except (Invalid, Conflict) as problem:
        body = _page(name_problem=translated(problem), of_team=team_id)
        return body, errors.status_of(problem)
    return redirect(url_for("teams.index", _anchor=f"team-{team_id}"), HTTPStatus.SEE_OTHER)


@routes.post("/<number:team_id>/approval")
@access.reads_or_leads
def ask_approval(team_id: int) -> Answer:
    """Let the team's replies wait for a second person, or no longer."""
    asks = request.form.get("asks") == "yes"
    teams.ask_approval(serving.session(), team_id, asks=asks, by=current_user())
    return redirect(url_for("teams.index"), HTTPStatus.SEE_OTHER)


@routes.post("/<number:team_id>/turns")
@access.reads_or_leads
def assign_in_turn(team_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Let the team's conversations be given out in turn, with room for so many each, or not."""
    session, own = serving.session(), _own_capacities(team_id)
    try:
        rota.switch(
            session,
            team_id,
            is_on="in_turn" in request.form,
            capacity=numbers.given("capacity") or 0,
            own=own,
            by=current_user(),
        )
    except rota.NoSuchCapacity as problem:
        return _page(problem=translated(problem), of_team=team_id), _REFUSED
    return redirect(url_for("teams.index"), HTTPStatus.SEE_OTHER)


@routes.post("/<number:team_id>/reach")
@access.reads_or_leads
@access.asks_again
def limit(team_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Limit the team to some accounts, or let it reach all."""
    chosen = None if request.form.get("reach") == "all" else frozenset(numbers.all_given("account"))
    try:
        limiting.limit(serving.session(), team_id, chosen, by=current_user())
    except limiting.NoAccountChosen as problem:
        return _page(reach_problem=translated(problem), of_team=team_id), _REFUSED
    return redirect(url_for("teams.index"), HTTPStatus.SEE_OTHER)


@routes.post("/members/<number:user_id>/away")
@access.reads_or_leads
def send_away(user_id: int) -> Answer:
    """Say of a colleague that they are away."""
    away.say_of(serving.session(), user_id, is_away=True, by=current_user())
    return redirect(url_for("teams.index"), HTTPStatus.SEE_OTHER)


@routes.post("/members/<number:user_id>/away/removal")
@access.reads_or_leads
def call_back(user_id: int) -> Answer:
    """Say of a colleague that they are back."""
    away.say_of(serving.session(), user_id, is_away=False, by=current_user())
    return redirect(url_for("teams.index"), HTTPStatus.SEE_OTHER)


def _name() -> str:
    return request.form.get("name", "")


def _page(
    *, problem: str = "", reach_problem: str = "", name_problem: str = "", of_team: int = 0
) -> str:
    session, user = serving.session(), current_user()
    leads = permissions.may(user, Permission.LEAD)
    return frame.page(
        "teams/index.html",
        section="teams",
        teams=teams.every(session),
        places=rota.places(session),
        may_change=leads,
        may_limit=limiting.may_limit(user),
        at_desk=people.on_the_desk(session) if leads else (),
        longest_name=making_teams.LONGEST,
        accounts=accounts.everyone(session),
        reach_of=reach.accounts_of,
        own_reach=reach.accounts_of(user),
        unreached=limiting.unreached(session) if leads else (),
        most=rota.MOST,
        problem=problem,
        reach_problem=reach_problem,
        name_problem=name_problem,
        name_given=_name() if name_problem else "",
        of_team=of_team,
    )


def _own_capacities(team_id: int) -> dict[int, int | None]:
    members = rota.places(serving.session()).get(team_id, [])
    fields = {one.user.id: f"capacity-{one.user.id}" for one in members}
    # Left empty, the team's holds; what is no number is nobody's capacity, and refused as such.
    return {
        user_id: (numbers.given(name) or 0) if request.form[name].strip() else None
        for user_id, name in fields.items()
        if name in request.form
    }
