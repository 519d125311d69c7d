"""Which roles are there, what does each allow, and which has the department made itself?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox.errors import Conflict, Invalid
from inbox.models import User
from inbox.roles import keeping
from web import access, roles_page, serving
from web.access import current_user
from web.languages import translated

routes = Blueprint("roles", __name__, url_prefix="/roles")

Change = Callable[[Session, User], object]
Refused = tuple[str, HTTPStatus]


@routes.get("")
@access.administrator
def index() -> str:
    """Show what every role allows."""
    return roles_page.index()


@routes.get("/new")
@access.administrator
def new() -> str:
    """Show an empty form, or one that begins as a copy of the role `like`."""
    return roles_page.form()


@routes.post("")
@access.administrator
@access.asks_again
def create() -> Answer | Refused:
    """Make a role: `name`, `purpose` and what it `allows`."""
    return _written(
        lambda session, by: keeping.make(session, roles_page.wanted(), by=by), roles_page.form
    )


@routes.get("/<number:role_id>")
@access.administrator
def edit(role_id: int) -> str:
    """Show the form of one of the department's own roles."""
    return roles_page.form(keeping.find(serving.session(), role_id))


@routes.post("/<number:role_id>")
@access.administrator
@access.asks_again
def change(role_id: int) -> Answer | Refused:
    """Let it be called, be for, or allow something else."""

    def refused(*, problem: str) -> str:
        return roles_page.form(keeping.find(serving.session(), role_id), problem=problem)

    return _written(
        lambda session, by: keeping.change(session, role_id, roles_page.wanted(), by=by), refused
    )


@routes.post("/<number:role_id>/archive")
@access.administrator
@access.asks_again
def archive(role_id: int) -> Answer | Refused:
    """Give it to nobody any more."""
    return _written(lambda session, by: keeping.archive(session, role_id, by=by), roles_page.index)


@routes.post("/<number:role_id>/archive/removal")
@access.administrator
@access.asks_again
def bring_back(role_id: int) -> Answer | Refused:
    """Let it be given again."""
    return _written(
        lambda session, by: keeping.bring_back(session, role_id, by=by), roles_page.index
    )


def _written(change: Change, refused: Callable[..., str]) -> Answer | Refused:
    try:
        change(serving.session(), current_user())
    except (Conflict, Invalid) as problem:
        return refused(problem=translated(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("roles.index"), HTTPStatus.SEE_OTHER)
