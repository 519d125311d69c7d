"""Which ready texts can be used in a conversation?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from connectors.words import Audience
from inbox import languages, threads
from inbox.canned import offering, places, variables
from inbox.canned.offering import Offers
from inbox.canned.places import Place
from inbox.models import Conversation
from web import access, frame, returning, serving
from web.access import current_user

routes = Blueprint(
    "canned_responses", __name__, url_prefix="/conversations/<number:conversation_id>"
)


@routes.get("/canned-responses")
@access.reads
def options(conversation_id: int) -> str:
    """List what matches `q`, filled in for this conversation and `mode`, for a picker."""
    conversation = threads.open(serving.session(), conversation_id).conversation
    return render_template("canned_responses/_options.html", **_given(_found(conversation)))


@routes.get("/canned-responses/choosing")
@access.reads
def choosing(conversation_id: int) -> str:
    """Offer them on a page of their own, for browsers without scripts."""
    conversation = threads.open(serving.session(), conversation_id).conversation
    return frame.page(
        "canned_responses/choosing.html",
        section="desk",
        conversation=conversation,
        query=_query(),
        view_mark=returning.view_mark(),
        **_given(_found(conversation)),
    )


def _found(conversation: Conversation) -> Offers:
    place = _place(conversation)
    return offering.offers(serving.session(), conversation, current_user(), _query(), place)


def _given(offers: Offers) -> dict[str, Any]:
    return {"offers": offers, "languages": languages.NAMES, "label": variables.label}


def _place(conversation: Conversation) -> Place | None:
    given = request.args.get("mode", "")
    if given not in set(Audience):
        return None
    return places.of_answer(conversation, Audience(given))


def _query() -> str:
    return request.args.get("q", "")
