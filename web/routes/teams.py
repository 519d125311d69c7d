"""Which teams are there, and what do they ask for?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import teams
from inbox.approval import rule
from web import access, frame, serving
from web.access import current_user

routes = Blueprint("teams", __name__, url_prefix="/teams")


@routes.get("")
@access.signed_in
def index() -> str:
    """List every team, who is in it, and whether its replies need approval."""
    may_change = rule.may_approve(current_user())
    every = teams.every(serving.session())
    return frame.page("teams/index.html", section="teams", teams=every, may_change=may_change)


@routes.post("/<number:team_id>/approval")
@access.signed_in
def ask_approval(team_id: int) -> Answer:
    """Let the team's replies wait for a second person, or no longer."""
    asks = request.form.get("asks") == "yes"
    teams.ask_approval(serving.session(), team_id, asks=asks, by=current_user())
    return redirect(url_for("teams.index"), HTTPStatus.SEE_OTHER)
