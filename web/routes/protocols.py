"""What must be done when somebody's life may be at risk, and what of it is done?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox import permissions
from inbox.canned import reading
from inbox.errors import Conflict, Invalid
from inbox.models import User
from inbox.permissions import Permission
from inbox.protocol import following, keeping
from inbox.protocol.keeping import Wanted
from web import access, frame, numbers, returning, serving
from web.access import current_user

routes = Blueprint("protocols", __name__)

Change = Callable[[Session, User], object]


@routes.post("/conversations/<number:conversation_id>/steps/<number:step_id>")
@access.handles
def do(conversation_id: int, step_id: int) -> Answer:
    """Say that a step is done, with the `answer` it asks for."""
    following.do(
        serving.session(),
        conversation_id,
        step_id,
        by=current_user(),
        answer=request.form.get("answer", ""),
    )
    return returning.after_change(conversation_id)


@routes.post("/conversations/<number:conversation_id>/steps/<number:step_id>/removal")
@access.handles
def take_back(conversation_id: int, step_id: int) -> Answer:
    """Say that a step is not done after all."""
    following.take_back(serving.session(), conversation_id, step_id, by=current_user())
    return returning.after_change(conversation_id)


@routes.post("/conversations/<number:conversation_id>/steps/override")
@access.handles
def override(conversation_id: int) -> Answer:
    """Let it be resolved though steps are left, for a `reason`."""
    reason = request.form.get("reason", "")
    following.override(serving.session(), conversation_id, by=current_user(), reason=reason)
    return returning.after_change(conversation_id)


@routes.get("/protocol")
@access.reads_or_leads
def index() -> str:
    """List the steps."""
    return _page()


@routes.post("/protocol")
@access.reads_or_leads
def create() -> Answer | tuple[str, HTTPStatus]:
    """Put a step after the others."""
    return _changed(lambda session, by: keeping.add(session, _wanted(), by=by))


@routes.post("/protocol/<number:step_id>")
@access.reads_or_leads
def change(step_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Let a step say something else."""
    return _changed(lambda session, by: keeping.change(session, step_id, _wanted(), by=by))


@routes.post("/protocol/<number:step_id>/up")
@access.reads_or_leads
def move_up(step_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Let a step come before the one above it."""
    return _changed(lambda session, by: keeping.move_up(session, step_id, by=by))


@routes.post("/protocol/<number:step_id>/retirement")
@access.reads_or_leads
def retire(step_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Show a step no more."""
    return _changed(lambda session, by: keeping.retire(session, step_id, by=by))


def _changed(change: Change) -> Answer | tuple[str, HTTPStatus]:
    try:
        change(serving.session(), current_user())
    except (Conflict, Invalid) as problem:
        return _page(problem=str(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("protocols.index"), HTTPStatus.SEE_OTHER)


def _page(*, problem: str = "") -> str:
    session = serving.session()
    return frame.page(
        "protocol/index.html",
        section="protocol",
        steps=keeping.in_force(session),
        responses=reading.all_in_use(session),
        longest=keeping.LONGEST,
        may_change=permissions.may(current_user(), Permission.LEAD),
        problem=problem,
    )


def _wanted() -> Wanted:
    return Wanted(
        words=request.form.get("words", ""),
        hint=request.form.get("hint", ""),
        asks_for=request.form.get("asks_for", ""),
        response_id=numbers.given("response"),
    )
