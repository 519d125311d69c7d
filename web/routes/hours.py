"""When is each team at the desk?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import permissions
from inbox.errors import Invalid
from inbox.hours import holiday_dates, keeping, remeasuring
from inbox.hours.keeping import Wanted
from inbox.permissions import Permission
from inbox.reckoning import MICROSECOND
from web import access, frame, serving
from web.access import current_user
from web.languages import marked, translated

routes = Blueprint("hours", __name__, url_prefix="/hours")

WEEKDAYS = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)
USUAL_DAY = "08:00-17:00"


@routes.get("")
@access.reads_or_leads
def index() -> str:
    """Show the hours of every team, and the form that changes them."""
    return _page()


@routes.post("/<number:team_id>")
@access.reads_or_leads
def change(team_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Let a team keep the hours of the form from now on."""
    wanted = _wanted()
    try:
        keeping.change(serving.session(), team_id, wanted, by=current_user())
    except Invalid as problem:
        page = _page(problem=translated(problem), of_team=team_id, wanted=wanted)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("hours.index"), HTTPStatus.SEE_OTHER)


@routes.post("/<number:team_id>/remeasuring")
@access.reads_or_leads
@access.asks_again
def remeasure(team_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Measure what people waited on some days anew, by the hours that a team keeps now."""
    form, zone = request.form, serving.runtime().settings.time_zone
    try:
        days = remeasuring.days(form.get("first", ""), form.get("last", ""), zone)
        remeasuring.remeasure(
            serving.session(), team_id, days, reason=form.get("reason", ""), by=current_user()
        )
    except Invalid as problem:
        page = _page(problem=translated(problem), of_team=team_id)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("hours.index"), HTTPStatus.SEE_OTHER)


def _page(*, problem: str = "", of_team: int = 0, wanted: Wanted | None = None) -> str:
    session = serving.session()
    kept = keeping.history(session)
    teams = keeping.every_team(session)
    forms = {one.id: keeping.written(kept.get(one.id, [])) or _usual() for one in teams}
    if wanted:
        forms[of_team] = wanted
    return frame.page(
        "hours/index.html",
        section="hours",
        teams=teams,
        kept=kept,
        remeasured=remeasuring.history(session),
        microsecond=MICROSECOND,
        forms=forms,
        weekdays=WEEKDAYS,
        calendars=holiday_dates.offered(),
        zones=keeping.zones(),
        may_change=permissions.may(current_user(), Permission.LEAD),
        problem=problem,
        of_team=of_team,
    )


def _usual() -> Wanted:
    return Wanted(
        is_always_open=True,
        time_zone=frame.time_zone(),
        week=[USUAL_DAY] * 5 + ["", ""],
    )


def _wanted() -> Wanted:
    form = request.form
    return Wanted(
        is_always_open=form.get("open") != "week",
        is_open_to_urgent="urgent" in form,
        time_zone=form.get("time_zone", "").strip(),
        week=[form.get(f"day-{number}", "") for number in range(keeping.WEEKDAYS)],
        holidays_of=form.get("holidays_of", "").strip(),
        exceptions=form.get("exceptions", ""),
    )
