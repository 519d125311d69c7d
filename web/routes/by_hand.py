"""How does somebody say that they answered on the platform itself?"""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as Answer

from inbox import by_hand
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("by_hand", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/by-hand")
@access.replies
def create(conversation_id: int) -> Answer:
    """Mark a conversation as answered by hand. 409 when nobody waits, or a reply is on its way."""
    by_hand.mark(serving.session(), conversation_id, by=current_user())
    return returning.after_change(conversation_id)


@routes.post("/by-hand/<number:message_id>/removal")
@access.replies
def remove(conversation_id: int, message_id: int) -> Answer:
    """Take a mark back that was a mistake. 409 when others rest on it."""
    by_hand.take_back(serving.session(), message_id, by=current_user())
    return returning.after_change(conversation_id)
