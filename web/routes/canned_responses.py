"""Which ready texts can be used in a conversation?"""

from __future__ import annotations

from flask import Blueprint, render_template, request

from inbox import canned_responses, threads
from inbox.canned_responses import Filled
from inbox.models import CannedResponse, Conversation
from web import access, frame, returning, serving
from web.access import current_user

routes = Blueprint(
    "canned_responses", __name__, url_prefix="/conversations/<number:conversation_id>"
)


@routes.get("/canned-responses")
@access.signed_in
def options(conversation_id: int) -> str:
    """List what matches `q`, filled in for this conversation, as options of a picker."""
    conversation = threads.open(serving.session(), conversation_id).conversation
    return render_template("canned_responses/_options.html", found=_found(conversation))


@routes.get("/canned-responses/choosing")
@access.signed_in
def choosing(conversation_id: int) -> str:
    """Offer them on a page of their own, for browsers without scripts."""
    conversation = threads.open(serving.session(), conversation_id).conversation
    return frame.page(
        "canned_responses/choosing.html",
        section="desk",
        conversation=conversation,
        found=_found(conversation),
        query=_query(),
        view_mark=returning.view_mark(),
    )


def _found(conversation: Conversation) -> list[tuple[CannedResponse, Filled]]:
    responses = canned_responses.search(serving.session(), _query())
    user = current_user()
    return [(one, canned_responses.fill(one, conversation, user)) for one in responses]


def _query() -> str:
    return request.args.get("q", "")
