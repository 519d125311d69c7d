"""Which reports are sent by e-mail, to whom, and did they get out?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox import mailing
from inbox.errors import Conflict, Invalid
from inbox.filters.reading import Filter
from inbox.models import MailState, ReportSchedule, Rhythm, User
from inbox.report_mail import issuing, keeping, standing
from inbox.report_mail.keeping import Wanted
from web import access, frame, numbers, serving
from web import reporting as address
from web.access import current_user
from web.languages import marked, translated

routes = Blueprint("report_schedules", __name__, url_prefix="/reports/schedules")

RHYTHMS: Mapping[Rhythm, str] = {
    Rhythm.DAY: marked("Every day, about the day before"),
    Rhythm.WEEK: marked("Every Monday, about the week before"),
    Rhythm.MONTH: marked("On the first of the month, about the month before"),
}
USUAL_TIME = "08:00"

Change = Callable[[Session, User], object]


@routes.get("")
@access.mails_reports
def index() -> str:
    """List what is sent, and offer to have the report of the address sent too."""
    return _page(address.asked().filter)


@routes.post("")
@access.mails_reports
@access.asks_again
def create() -> Answer | tuple[str, HTTPStatus]:
    """Have a report sent from now on."""
    query = request.form.get("query", "")
    return _changed(lambda session, by: keeping.add(session, query, _wanted(), by=by))


@routes.post("/<number:schedule_id>")
@access.mails_reports
@access.asks_again
def change(schedule_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Send it at other times, or to others."""
    return _changed(
        lambda session, by: keeping.change(session, schedule_id, _wanted(), by=by),
        of_schedule=schedule_id,
    )


@routes.post("/<number:schedule_id>/pause")
@access.mails_reports
def pause(schedule_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Send it no more for now."""
    return _changed(lambda session, by: keeping.pause(session, schedule_id, by=by))


@routes.post("/<number:schedule_id>/pause/removal")
@access.mails_reports
@access.asks_again
def resume(schedule_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Send it again."""
    return _changed(lambda session, by: keeping.resume(session, schedule_id, by=by))


@routes.post("/<number:schedule_id>/removal")
@access.mails_reports
def delete(schedule_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Send it never again."""
    return _changed(lambda session, by: keeping.delete(session, schedule_id, by=by))


def _changed(change: Change, *, of_schedule: int = 0) -> Answer | tuple[str, HTTPStatus]:
    try:
        change(serving.session(), current_user())
    except (Conflict, Invalid) as problem:
        page = _page(_given_filter(), problem=translated(problem), of_schedule=of_schedule)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("report_schedules.index"), HTTPStatus.SEE_OTHER)


def _wanted() -> Wanted:
    form = request.form
    read = {numbers.read(one) for one in form.getlist("people")}
    return Wanted(
        rhythm=form.get("rhythm", ""),
        time=form.get("time", ""),
        people={one for one in read if one is not None},
    )


def _given_filter() -> Filter:
    """Return the filter of a form that was refused; nothing where that was the reason."""
    try:
        return address.asked_of(parse_qsl(request.form.get("query", ""))).filter
    except Invalid:
        return Filter()


def _page(chosen: Filter, *, problem: str = "", of_schedule: int = 0) -> str:
    session = serving.session()
    every = keeping.every(session)
    return frame.page(
        "report_schedules/index.html",
        section="reports",
        schedules=every,
        newest=standing.newest(session, every),
        chosen=chosen,
        told=lambda query: address.told(session, address.asked_of(parse_qsl(query)).filter),
        everyone=keeping.everyone(session),
        may_get=issuing.may_get,
        may_have_sent=lambda one: issuing.may_have_sent(session, one),
        forms={one.id: _written(one) for one in every}
        | {0: _usual()}
        | _refused(of_schedule, problem),
        rhythms=RHYTHMS,
        states=MailState,
        has_server=mailing.server(session) is not None,
        problem=problem,
        of_schedule=of_schedule,
    )


def _written(one: ReportSchedule) -> Wanted:
    return Wanted(rhythm=one.rhythm, time=one.time, people={each.id for each in one.recipients})


def _usual() -> Wanted:
    return Wanted(rhythm=Rhythm.WEEK, time=USUAL_TIME, people={current_user().id})


def _refused(of_schedule: int, problem: str) -> dict[int, Wanted]:
    return {of_schedule: _wanted()} if problem and "rhythm" in request.form else {}
