"""Under which words is a conversation filed?"""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import tagging
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("taggings", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/taggings")
@access.handles
def create(conversation_id: int) -> Answer:
    """Add a tag by name."""
    name = request.form.get("name", "")
    tagging.add(serving.session(), conversation_id, name, by=current_user())
    return returning.after_change(conversation_id)


@routes.post("/taggings/removal")
@access.handles
def remove(conversation_id: int) -> Answer:
    """Take a tag off."""
    name = request.form.get("name", "")
    tagging.remove(serving.session(), conversation_id, name, by=current_user())
    return returning.after_change(conversation_id)
