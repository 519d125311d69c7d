"""How exactly does a conversation stand, and which names are there for it?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox import named_statuses, naming_status, permissions
from inbox.errors import Conflict, Invalid
from inbox.models import Status, User
from inbox.named_statuses import NoSuchStatus
from inbox.permissions import Permission
from web import access, frame, numbers, returning, serving
from web.access import current_user

routes = Blueprint("statuses", __name__)

Change = Callable[[Session, User], object]


@routes.post("/conversations/<number:conversation_id>/status")
@access.handles
def set_name(conversation_id: int) -> Answer:
    """Let it stand under the name `named`, and in the status that the name is within."""
    session, by = serving.session(), current_user()
    named = named_statuses.find(session, numbers.given("named") or 0)
    naming_status.give(session, conversation_id, named, by=by)
    return returning.after_change(conversation_id)


@routes.post("/conversations/<number:conversation_id>/status/removal")
@access.handles
def drop_name(conversation_id: int) -> Answer:
    """Let it stand in its status and under no name."""
    naming_status.drop(serving.session(), conversation_id, by=current_user())
    return returning.after_change(conversation_id)


@routes.get("/statuses")
@access.reads_or_leads
def index() -> str:
    """List every named status."""
    return _page()


@routes.post("/statuses")
@access.reads_or_leads
def create() -> Answer | tuple[str, HTTPStatus]:
    """Name another one, `name` within `status`."""
    return _changed(
        lambda session, by: named_statuses.add(session, _name(), within=_within(), by=by)
    )


@routes.post("/statuses/<number:status_id>")
@access.reads_or_leads
def rename(status_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Call one something else from now on."""
    return _changed(lambda session, by: named_statuses.rename(session, status_id, _name(), by=by))


@routes.post("/statuses/<number:status_id>/retirement")
@access.reads_or_leads
def retire(status_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Offer one no more."""
    return _changed(lambda session, by: named_statuses.retire(session, status_id, by=by))


@routes.post("/statuses/<number:status_id>/retirement/removal")
@access.reads_or_leads
def bring_back(status_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Offer one again."""
    return _changed(lambda session, by: named_statuses.bring_back(session, status_id, by=by))


def _changed(change: Change) -> Answer | tuple[str, HTTPStatus]:
    try:
        change(serving.session(), current_user())
    except (Conflict, Invalid) as problem:
        return _page(problem=str(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("statuses.index"), HTTPStatus.SEE_OTHER)


def _page(*, problem: str = "") -> str:
    return frame.page(
        "statuses/index.html",
        section="statuses",
        every=named_statuses.every(serving.session()),
        within=named_statuses.WITHIN,
        longest=named_statuses.LONGEST,
        may_change=permissions.may(current_user(), Permission.LEAD),
        problem=problem,
    )


def _name() -> str:
    return request.form.get("name", "")


def _within() -> Status:
    chosen = request.form.get("status", "")
    if chosen not in tuple(Status):
        raise NoSuchStatus
    return Status(chosen)
