"""What waits for a second person: programs that would read along, and people let in anew?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox import vouching
from inbox.errors import Conflict, Invalid
from inbox.models import User
from inbox.subscribers import consenting
from web import access, consents_page, serving
from web.access import current_user
from web.languages import translated

routes = Blueprint("consents", __name__, url_prefix="/consents")

Change = Callable[[Session, User], object]
Refused = tuple[str, HTTPStatus]


@routes.get("")
@access.leads
def index() -> str:
    """List what waits, and what was agreed and can be taken back."""
    return consents_page.draw()


@routes.post("/webhooks/<number:subscriber_id>")
@access.leads
@access.asks_again
def allow(subscriber_id: int) -> Answer | Refused:
    """Let a program be given direct messages."""
    return _decided(lambda session, by: consenting.agree(session, subscriber_id, by=by))


@routes.post("/webhooks/<number:subscriber_id>/removal")
@access.leads
@access.asks_again
def deny(subscriber_id: int) -> Answer | Refused:
    """Let a program be given none, for the reason `why`, be it that somebody agreed before."""
    why = request.form.get("why", "")
    return _decided(lambda session, by: consenting.refuse(session, subscriber_id, why=why, by=by))


@routes.post("/people/<number:user_id>")
@access.leads
@access.asks_again
def vouch(user_id: int) -> Answer | Refused:
    """Say that somebody is who they claim, so that they read what is private."""
    return _decided(lambda session, by: vouching.agree(session, user_id, by=by))


@routes.post("/people/<number:user_id>/removal")
@access.leads
@access.asks_again
def doubt(user_id: int) -> Answer | Refused:
    """Say, for the reason `why`, that it is not them: they are out at once."""
    why = request.form.get("why", "")
    return _decided(lambda session, by: vouching.refuse(session, user_id, why=why, by=by))


def _decided(change: Change) -> Answer | Refused:
    try:
        change(serving.session(), current_user())
    except (Conflict, Invalid) as problem:
        return consents_page.draw(translated(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("consents.index"), HTTPStatus.SEE_OTHER)
