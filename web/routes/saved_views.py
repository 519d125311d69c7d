"""How is a filter kept under a name, shared, changed and forgotten?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from inbox import arranging, saved_views
from inbox.errors import HearbackError
from inbox.filters import reading
from inbox.filters.reading import Filter
from inbox.models import SavedView, Sharing
from inbox.saved_views import Wanted
from web import access, desk_address, errors, numbers, saved_view_form, serving
from web.access import current_user
from web.languages import translated

routes = Blueprint("saved_views", __name__, url_prefix="/saved-views")


@routes.get("")
@access.reads
def index() -> str:
    """Show all that stand in one's own rail, to put them into another order."""
    return saved_view_form.to_arrange(
        moved=numbers.asked("moved") or 0, steps=request.args.get("steps", 0, type=int)
    )


@routes.post("/<number:view_id>/place")
@access.reads
def move(view_id: int) -> Answer:
    """Move it up or down by `steps` in one's own rail."""
    steps = -1 if request.form.get("steps") == "-1" else 1
    arranging.move(serving.session(), view_id, steps=steps, by=current_user())
    there = url_for("saved_views.index", moved=view_id, steps=steps)
    return redirect(there, HTTPStatus.SEE_OTHER)


@routes.get("/new")
@access.reads
def new() -> str:
    """Ask under which name the filter in the address is kept."""
    return saved_view_form.to_save(_asked(request.args.get("filter", "")))


@routes.post("")
@access.reads
def create() -> ResponseReturnValue:
    """Keep a filter under a new name, or `instead` of what another view shows."""
    asked, session = _asked(request.form.get("filter", "")), serving.session()
    try:
        if instead := numbers.given("instead"):
            view = saved_views.replace(session, instead, asked, by=current_user())
        else:
            view = saved_views.save(session, asked, _wanted(), by=current_user())
    except HearbackError as error:
        page = saved_view_form.to_save(asked, wanted=_wanted(), problem=translated(error))
        return page, errors.status_of(error)
    return _to(view)


@routes.get("/<number:view_id>")
@access.reads
def edit(view_id: int) -> str:
    """Show what a view asks and who sees it, to change it."""
    view = saved_views.find(serving.session(), view_id, current_user())
    return saved_view_form.to_change(view)


@routes.post("/<number:view_id>")
@access.reads
def update(view_id: int) -> ResponseReturnValue:
    """Rename it, and choose who sees it."""
    session, version = serving.session(), numbers.given("version") or 0
    try:
        view = saved_views.change(session, view_id, _wanted(), version=version, by=current_user())
    except HearbackError as error:
        view = saved_views.find(session, view_id, current_user())
        page = saved_view_form.to_change(view, wanted=_wanted(), problem=translated(error))
        return page, errors.status_of(error)
    return _to(view)


@routes.post("/<number:view_id>/removal")
@access.reads
def remove(view_id: int) -> Answer:
    """Forget it."""
    saved_views.delete(serving.session(), view_id, by=current_user())
    return redirect("/desk/open", HTTPStatus.SEE_OTHER)


def _asked(query: str) -> Filter:
    return reading.of_query(query)


def _wanted() -> Wanted:
    sharing, _, team = request.form.get("sharing", "").partition("-")
    is_known = sharing in set(Sharing)
    return Wanted(
        name=request.form.get("name", ""),
        sharing=Sharing(sharing) if is_known else Sharing.OWN,
        team_id=numbers.read(team),
    )


def _to(view: SavedView) -> Answer:
    return redirect(desk_address.of(f"saved-{view.id}"), HTTPStatus.SEE_OTHER)
