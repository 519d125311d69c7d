"""How is something said to the public?"""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from inbox import notes
from inbox.approval import showing, submitting
from inbox.errors import Invalid
from inbox.models import Submission
from web import access, composing, desk_page, errors, fragments, returning, serving
from web.access import current_user
from web.desk_page import Writing
from web.languages import translated

# A browser lets no page fill in a file.
SUBMITTED = Phrase("Submitted for approval. It is sent once somebody else has read it.")
CHOOSE_AGAIN = Phrase("Then choose the picture once more.")

routes = Blueprint("replies", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/replies")
@access.replies
@access.takes_files
def create(conversation_id: int) -> Answer:
    """Put a reply on its way, held so that it can be taken back, or let it wait for approval.

    Refused words stay in the composer, with the reason.
    """
    try:
        said = _say(conversation_id)
        composing.forget_draft(conversation_id, current_user())
    except Invalid as problem:
        return _again(conversation_id, problem)
    return returning.after_change(conversation_id, SUBMITTED if said else "")


def _say(conversation_id: int) -> Submission | None:
    """Return what was submitted, where it was not sent."""
    session, by = serving.session(), current_user()
    if composing.mode() == composing.NOTE:
        if composing.has_picture():
            raise composing.PictureInNote
        token = composing.client_token()
        notes.write(session, conversation_id, composing.text(), by=by, client_token=token)
        return None
    draft, is_asked = composing.draft(conversation_id), composing.is_for_approval()
    said = submitting.say(session, conversation_id, draft, by=by, is_asked=is_asked)
    return said if isinstance(said, Submission) else None


def _came_back() -> Submission | None:
    number = composing.picture_submitted()
    return showing.find(serving.session(), number) if number else None


def _again(conversation_id: int, problem: Invalid) -> Response:
    read = fragments.reading(serving.session(), conversation_id)
    chosen_now = composing.has_new_picture()
    writing = Writing(
        text=composing.text(),
        mode=composing.mode(),
        problem=f"{translated(problem)} {translated(CHOOSE_AGAIN)}"
        if chosen_now
        else translated(problem),
        picture=None if chosen_now else read.opened.picture(composing.picture_again()),
        description=composing.description(),
        inserted=composing.inserted(),
        picture_ready=composing.picture_ready(),
        picture_submitted=_came_back(),
        editions=composing.editions(),
        answers=composing.answers(),
    )
    page = desk_page.with_conversation(returning.view_mark(), read, writing)
    return Response(page, errors.status_of(problem), mimetype="text/html")
