"""How does somebody leave the desk, and come back to it?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as Answer

from inbox import away, handing_over, people
from inbox.errors import Invalid
from inbox.handing_over import HandedOver
from inbox.models import User
from inbox.people import NoSuchPerson
from web import access, frame, returning, serving
from web.access import current_user
from web.languages import translated

# What both databases hold as an id.
MOST_DIGITS = 18

routes = Blueprint("shifts", __name__, url_prefix="/shift")


@routes.get("")
@access.handles
def show() -> str:
    """Show what a person would leave behind, and who could go on with it."""
    return _page()


@routes.post("")
@access.handles
def create() -> str | tuple[str, HTTPStatus]:
    """Hand over the conversations ticked as `conversation`, to the person `to` or to everyone."""
    session, by = serving.session(), current_user()
    try:
        handed = handing_over.hand_over(
            session, _ticked(), to=_to(), note=request.form.get("note", ""), by=by
        )
    except Invalid as problem:
        return _page(problem=translated(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    if "away" in request.form:
        away.go_away(session, by)
    return _page(handed=handed)


@routes.post("/away")
@access.handles
def leave() -> Answer:
    """Say that one is away."""
    away.go_away(serving.session(), current_user())
    return redirect(returning.address(), HTTPStatus.SEE_OTHER)


@routes.post("/away/removal")
@access.handles
def come_back() -> Answer:
    """Say that one is back."""
    away.come_back(current_user())
    return redirect(returning.address(), HTTPStatus.SEE_OTHER)


def _page(*, handed: HandedOver | None = None, problem: str = "") -> str:
    session, user = serving.session(), current_user()
    left = handing_over.still_open(session, user)
    return frame.page(
        "shifts/show.html",
        section="shift",
        left=left,
        ticked=_ticked() if problem else {one.id for one in left},
        to=request.form.get("to", "") if problem else "",
        note=request.form.get("note", "") if problem else "",
        colleagues=[one for one in people.on_the_desk(session) if one.id != user.id],
        handed=handed,
        problem=problem,
    )


def _ticked() -> set[int]:
    given = request.form.getlist("conversation")
    return {int(one) for one in given if one.isdecimal() and len(one) <= MOST_DIGITS}


def _to() -> User | None:
    chosen = request.form.get("to", "")
    if not chosen:
        return None
    everyone = {str(one.id): one for one in people.on_the_desk(serving.session())}
    if chosen not in everyone:
        raise NoSuchPerson(chosen)
    return everyone[chosen]
