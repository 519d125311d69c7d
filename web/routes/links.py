"""Is somebody the same person as another profile?"""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import linking, threads
from inbox.linking import NobodyToLink, NoSuchContact
from web import access, frame, numbers, returning, serving
from web.access import current_user

routes = Blueprint("links", __name__, url_prefix="/conversations/<number:conversation_id>/links")


@routes.get("")
@access.handles
def show(conversation_id: int) -> str:
    """Look for the other profile by `words`."""
    session, words = serving.session(), request.args.get("words", "")[:200]
    conversation = threads.open(session, conversation_id).conversation
    if conversation.contact is None:
        raise NobodyToLink
    found = linking.candidates(session, conversation, words)
    return frame.page(
        "links/show.html", section="desk", conversation=conversation, words=words, found=found
    )


@routes.post("")
@access.handles
def create(conversation_id: int) -> Answer:
    """Say that they are the same person as `contact`, for `reason`."""
    reason = request.form.get("reason", "")
    linking.link(
        serving.session(), conversation_id, to=_contact(), reason=reason, by=current_user()
    )
    return returning.after_change(conversation_id)


@routes.post("/removal")
@access.handles
def remove(conversation_id: int) -> Answer:
    """Say that they are not the same person as `contact`."""
    linking.unlink(serving.session(), conversation_id, to=_contact(), by=current_user())
    return returning.after_change(conversation_id)


def _contact() -> int:
    number = numbers.given("contact")
    if number is None:
        raise NoSuchContact(0)
    return number
