"""How soon must a conversation be looked at?"""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from inbox import priority
from inbox.errors import Invalid
from inbox.models import Priority
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("priorities", __name__, url_prefix="/conversations/<number:conversation_id>")


class NoSuchPriority(Invalid):
    """The form names a priority that there is not."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose one of {priority}.", priority=", ".join(Priority)))


@routes.post("/priority")
@access.handles
def create(conversation_id: int) -> Answer:
    """Set it to `priority`; lifting urgent takes a `reason`."""
    priority.change(
        serving.session(),
        conversation_id,
        to=_priority(),
        by=current_user(),
        reason=request.form.get("reason", ""),
    )
    return returning.after_change(conversation_id)


def _priority() -> Priority:
    try:
        return Priority(request.form.get("priority", ""))
    except ValueError:
        raise NoSuchPriority from None
