"""What is done to words that stand on a platform?"""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from connectors.words import Verb
from inbox import moderation
from inbox.errors import Invalid
from inbox.moderation import Request
from web import access, desk_page, errors, fragments, returning, serving
from web.access import current_user
from web.desk_page import Moderating, Writing
from web.languages import translated

routes = Blueprint("moderations", __name__, url_prefix="/messages/<number:message_id>")


class NoSuchVerb(Invalid):
    """Nothing of that name can be done."""

    def __init__(self) -> None:
        super().__init__(Phrase("Nothing of that name can be done to a message."))


@routes.post("/moderations")
@access.moderates
def create(message_id: int) -> Answer:
    """Hide, show again, like, unlike or delete; a refused reason stays in its form."""
    session, asked = serving.session(), _asked()
    conversation_id = moderation.conversation_of(session, message_id)
    try:
        moderation.ask(session, message_id, asked, by=current_user())
    except Invalid as problem:
        return _again(conversation_id, message_id, asked, problem)
    return returning.after_change(conversation_id)


def _asked() -> Request:
    form = request.form
    verb = form.get("verb", "")
    if verb not in {each.value for each in Verb}:
        raise NoSuchVerb
    return Request(
        verb=Verb(verb),
        category=form.get("category") or None,
        reason=form.get("reason", ""),
        is_even_handed=form.get("even_handed") == "yes",
    )


def _again(conversation_id: int, message_id: int, asked: Request, problem: Invalid) -> Response:
    read = fragments.reading(serving.session(), conversation_id)
    moderating = Moderating(
        message_id=message_id,
        verb=asked.verb.value,
        category=asked.category or "",
        reason=asked.reason,
        is_even_handed=asked.is_even_handed,
        problem=translated(problem),
    )
    mark = returning.view_mark()
    page = desk_page.with_conversation(mark, read, Writing(), moderating=moderating)
    return Response(page, errors.status_of(problem), mimetype="text/html")
