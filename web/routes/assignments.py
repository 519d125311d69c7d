"""Who works on a conversation?"""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import assignment, people
from inbox.models import User
from inbox.people import NoSuchPerson
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("assignments", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/assignment")
@access.handles
def create(conversation_id: int) -> Answer:
    """Claim it, or give it to the person named `assignee`. 409 names whoever was quicker."""
    session, by = serving.session(), current_user()
    if "assignee" in request.form:
        assignment.assign(session, conversation_id, to=chosen(), by=by)
    else:
        assignment.claim(session, conversation_id, by=by)
    return returning.after_change(conversation_id)


@routes.post("/assignment/removal")
@access.handles
def remove(conversation_id: int) -> Answer:
    """Give it back to everyone."""
    assignment.release(serving.session(), conversation_id, by=current_user())
    return returning.after_change(conversation_id)


def chosen() -> User:
    """Return whom the form names as `assignee`. Raises NoSuchPerson."""
    named = request.form.get("assignee", "")
    everyone = {str(one.id): one for one in people.on_the_desk(serving.session())}
    if named not in everyone:
        raise NoSuchPerson(named)
    return everyone[named]
