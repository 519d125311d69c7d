"""What does the second person say to a delete that somebody asked for?"""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import moderation
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("second_opinions", __name__, url_prefix="/moderations/<number:moderation_id>")


@routes.post("/confirmation")
@access.handles
def confirm(moderation_id: int) -> Answer:
    """Let it be deleted."""
    decided = moderation.confirm(
        serving.session(),
        moderation_id,
        by=current_user(),
        is_even_handed=request.form.get("even_handed") == "yes",
    )
    return returning.after_change(decided.conversation_id)


@routes.post("/refusal")
@access.handles
def decline(moderation_id: int) -> Answer:
    """Leave it where it is."""
    note = request.form.get("note", "")
    decided = moderation.decline(serving.session(), moderation_id, by=current_user(), note=note)
    return returning.after_change(decided.conversation_id)


@routes.post("/withdrawal")
@access.handles
def withdraw(moderation_id: int) -> Answer:
    """Take back what one asked for oneself."""
    decided = moderation.withdraw(serving.session(), moderation_id, by=current_user())
    return returning.after_change(decided.conversation_id)
