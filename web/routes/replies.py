"""How is something said to the public?"""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from inbox import notes
from inbox.approval import showing, submitting
from inbox.errors import Invalid
from inbox.just_answered import JustAnswered
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

    Refused words stay in the composer, with the reason. So do those that a colleague's answer
    came before, until they are sent once more.
    """
    try:
        said = _say(conversation_id)
        composing.forget_draft(conversation_id, current_user())
    except Invalid as problem:
        return _again(conversation_id, problem)
    except JustAnswered as ahead:
        return _stopped(conversation_id, ahead)
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
    said = submitting.say(
        session,
        conversation_id,
        draft,
        by=by,
        is_asked=is_asked,
        known_answer=composing.known_answer(),
    )
    return said if isinstance(said, Submission) else None


def _came_back() -> Submission | None:
    number = composing.picture_submitted()
    return showing.find(serving.session(), number) if number else None


def _stopped(conversation_id: int, ahead: JustAnswered) -> Answer:
    """Show the answer that came before; with scripts the words never left the composer."""
    if not returning.is_by_turbo():
        return _again(conversation_id, ahead)
    banner = render_template("conversations/_just_answered.html", ahead=ahead)
    return returning.after_change(
        conversation_id, besides={"just-answered": banner}, status=errors.status_of(ahead)
    )


def _again(conversation_id: int, problem: Invalid | JustAnswered) -> Response:
    read = fragments.reading(serving.session(), conversation_id)
    chosen_now = composing.has_new_picture()
    ahead = problem if isinstance(problem, JustAnswered) else None
    writing = Writing(
        text=composing.text(),
        mode=composing.mode(),
        problem=_told(problem, chosen_now=chosen_now),
        ahead=ahead,
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


def _told(problem: Invalid | JustAnswered, *, chosen_now: bool) -> str:
    # An answer that came before stands in a banner of its own.
    sentences = [] if isinstance(problem, JustAnswered) else [translated(problem)]
    return " ".join([*sentences, *([translated(CHOOSE_AGAIN)] if chosen_now else [])])
