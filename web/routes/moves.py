"""Which team is a conversation for?"""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox import teams
from inbox.models import Team
from web import access, numbers, returning, serving
from web.access import current_user

routes = Blueprint("moves", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/team")
@access.handles
def create(conversation_id: int) -> Answer:
    """Give it to the `team`; who works on it goes on doing so. 404 for an unknown one."""
    session = serving.session()
    teams.move(session, conversation_id, to=chosen(session), by=current_user())
    return returning.after_change(conversation_id)


def chosen(session: Session) -> Team:
    """Return what the form names as `team`. Raises NoSuchTeam."""
    return teams.find(session, numbers.given("team") or 0)
