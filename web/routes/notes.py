"""What do staff tell each other?"""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as Answer

from inbox import notes
from web import access, composing, returning, serving
from web.access import current_user

routes = Blueprint("notes", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/notes")
@access.handles
def create(conversation_id: int) -> Answer:
    """Add a note that only staff read."""
    notes.write(
        serving.session(),
        conversation_id,
        composing.text(),
        by=current_user(),
        client_token=composing.client_token(),
    )
    composing.forget_draft(conversation_id, current_user())
    return returning.after_change(conversation_id)
