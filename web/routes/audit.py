"""Who did what, and who has looked through it?"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from inbox import accounts, staffing
from inbox.audit import recording, reviewing, searching, writing
from inbox.audit.recording import LogBroken
from inbox.audit.reviewing import NoteNeeded, NotOver
from inbox.audit.searching import Asked
from inbox.audit.what import GROUPS, NAMES, Outcome, What
from inbox.errors import NotFound
from web import access, auditing, frame, numbers, serving
from web.access import current_user
from web.audit_details import Known
from web.languages import translated

routes = Blueprint("audit", __name__, url_prefix="/audit")

_NAMES = ("who", "what", "outcome", "first", "last")


class NoSuchWeek(NotFound):
    """An address that names no day of these times."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such week. Go back to the page Audit."))


@routes.get("")
@access.auditor
def index() -> str:
    """Show the newest records, or those that were asked for."""
    _keep_reading()
    session = serving.session()
    everyone = staffing.everyone(session)
    return frame.page(
        "audit/index.html",
        section="audit",
        page=searching.page(session, _asked(), after=numbers.asked("after")),
        count=searching.count(session),
        asked=_asked(),
        query=urlencode(_given()),
        everyone=everyone,
        known=Known(
            people={one.id: one.name for one in everyone},
            accounts={one.id: one.name for one in accounts.everyone(session)},
        ),
        nobody=searching.NOBODY,
        groups=GROUPS,
        acts=NAMES,
        missing=reviewing.missing(session),
        present=reviewing.present(session),
    )


@routes.get("/table.csv")
@access.auditor
@access.asks_again
@auditing.exports
def as_csv() -> Response:
    """Give what was asked for as a table."""
    content = writing.as_csv(searching.everything(serving.session(), _asked()))
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="hearback-audit.csv"'
    return answer


@routes.get("/weeks/<day>")
@access.auditor
def week(day: str) -> str:
    """Show a week in figures, what is unusual first."""
    _keep_reading()
    return _week(_day(day))


@routes.post("/weeks/<day>")
@access.auditor
@access.asks_again
def sign(day: str) -> Answer | tuple[str, HTTPStatus]:
    """Sign that the week was looked through, with a `note`."""
    note = request.form.get("note", "")
    try:
        reviewing.sign(serving.session(), _day(day), note, by=current_user())
    except (NotOver, NoteNeeded) as problem:
        return _week(_day(day), translated(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("audit.week", day=day), HTTPStatus.SEE_OTHER)


def _week(day: date, problem: str = "") -> str:
    found = reviewing.week(serving.session(), day)
    return frame.page(
        "audit/week.html",
        section="audit",
        week=found,
        longest=reviewing.LONGEST_NOTE,
        problem=problem,
        before=found.first - reviewing.WEEK,
        after=found.first + reviewing.WEEK,
        present=reviewing.present(serving.session()),
    )


def _keep_reading() -> None:
    on = recording.On("address", None, request.path)
    try:
        with auditing.writing() as session:
            recording.record(session, What.LOG_READ, on=on, detail=auditing.query())
    except LogBroken:
        # Whoever mends the log must see it; the page then says that it cannot be written.
        return


def _given() -> dict[str, str]:
    return {name: value for name in _NAMES if (value := request.args.get(name, ""))}


def _asked() -> Asked:
    given, outcome = request.args, request.args.get("outcome", "")
    return Asked(
        who=numbers.asked("who"),
        what=given.get("what", ""),
        outcome=outcome if outcome in tuple(Outcome) else "",
        first=_read(given.get("first", "")),
        last=_read(given.get("last", "")),
    )


def _day(written: str) -> date:
    found = _read(written)
    if found is None:
        raise NoSuchWeek
    return found


def _read(written: str) -> date | None:
    """Read a day of these times; far from them days cannot be reckoned with."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None  # noqa: PLR2004 - years
