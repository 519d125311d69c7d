"""What does a second person say to a reply that waits, and its author?"""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from inbox.approval import deciding, picturing, showing, submitting
from inbox.approval.submitting import AlreadyDecided
from inbox.errors import Conflict, HearbackError, Invalid
from inbox.models import Submission
from inbox.pictures import SHOWN_TYPE
from web import (
    access,
    auditing,
    composing,
    desk_page,
    errors,
    fragments,
    numbers,
    returning,
    serving,
)
from web.access import current_user
from web.desk_page import Deciding, Writing
from web.languages import translated

routes = Blueprint("submissions", __name__, url_prefix="/submissions/<number:submission_id>")


@routes.post("/approval")
@access.handles
def approve(submission_id: int) -> Answer:
    """Send it, in the approver's words where they are given."""
    text = composing.text() if "text" in request.form else None
    seen = numbers.given("seen") or 0
    try:
        delivery = deciding.approve(
            serving.session(), submission_id, by=current_user(), seen=seen, text=text
        )
    except (Invalid, Conflict) as problem:
        return _again(submission_id, "approve" if text is None else "change", problem)
    return returning.after_change(delivery.conversation_id)


@routes.post("/return")
@access.handles
def send_back(submission_id: int) -> Answer:
    """Return it to its author with a note."""
    note = request.form.get("note", "")
    try:
        returned = deciding.send_back(
            serving.session(), submission_id, by=current_user(), note=note
        )
    except (Invalid, Conflict) as problem:
        return _again(submission_id, "return", problem)
    return returning.after_change(returned.conversation_id)


@routes.post("/withdrawal")
@access.handles
def withdraw(submission_id: int) -> Answer:
    """Take one's own words back into the composer."""
    return _to_composer(submitting.withdraw(serving.session(), submission_id, by=current_user()))


@routes.post("/resumption")
@access.handles
def resume(submission_id: int) -> Answer:
    """Go on with what came back: its words stand in the draft, its picture with them."""
    return _to_composer(submitting.see(serving.session(), submission_id, by=current_user()))


@routes.get("/picture")
@access.handles
@auditing.reads_private
def picture(submission_id: int) -> Response:
    """Show the picture that was submitted with the words. 404 where there is none."""
    return Response(picturing.shown(serving.session(), submission_id), mimetype=SHOWN_TYPE)


def _to_composer(submission: Submission) -> Answer:
    again = submission.id if submission.picture_digest else None
    return returning.to_conversation(submission.conversation_id, submission=again)


def _again(submission_id: int, form: str, problem: HearbackError) -> Response:
    """Show the conversation with what was refused; with scripts the page keeps it by itself."""
    if returning.is_by_turbo():
        raise problem
    session = serving.session()
    read = fragments.reading(session, showing.find(session, submission_id).conversation_id)
    text, note = composing.text(), request.form.get("note", "")
    told = Deciding(
        submission_id=submission_id, form=form, text=text, note=note, problem=translated(problem)
    )
    # What somebody wrote about a reply that waits no more is theirs all the same.
    is_over = isinstance(problem, AlreadyDecided)
    writing = Writing(text=text or note, problem=translated(problem)) if is_over else Writing()
    page = desk_page.with_conversation(returning.view_mark(), read, writing, deciding=told)
    return Response(page, errors.status_of(problem), mimetype="text/html")
