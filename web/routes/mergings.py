"""What becomes one conversation, and what two?"""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as Answer

from inbox import merging, splitting
from inbox.conversations import NoSuchConversation
from web import access, numbers, returning, serving
from web.access import current_user

routes = Blueprint("mergings", __name__)


@routes.post("/conversations/<number:conversation_id>/mergings")
@access.handles
def create(conversation_id: int) -> Answer:
    """Take the conversation `source` into this one."""
    merging.merge(serving.session(), _source(), into=conversation_id, by=current_user())
    return returning.after_change(conversation_id)


@routes.post("/messages/<number:message_id>/split")
@access.handles
def split(message_id: int) -> Answer:
    """Make a conversation of this message and all after it, and open it."""
    goal = splitting.split(serving.session(), message_id, by=current_user())
    return returning.to_conversation(goal.id)


def _source() -> int:
    number = numbers.given("source")
    if number is None:
        raise NoSuchConversation(0)
    return number
