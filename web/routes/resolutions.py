"""Is a conversation done?"""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import named_statuses, naming_status, status
from web import access, numbers, returning, serving
from web.access import current_user

routes = Blueprint("resolutions", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/resolution")
@access.handles
def create(conversation_id: int) -> Answer:
    """Resolve it; while somebody waits, `reason` must say why no reply is needed."""
    reason = request.form.get("reason") or None
    session, by = serving.session(), current_user()
    if named := numbers.given("named"):
        chosen = named_statuses.find(session, named)
        naming_status.give(session, conversation_id, chosen, by=by, reason=reason)
    else:
        status.resolve(session, conversation_id, by=by, reason=reason)
    return returning.after_change(conversation_id)


@routes.post("/resolution/removal")
@access.handles
def remove(conversation_id: int) -> Answer:
    """Put it back on the desk."""
    status.reopen(serving.session(), conversation_id, by=current_user())
    return returning.after_change(conversation_id)
