"""Where do words wait that are not sent yet?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import drafts
from inbox.drafts import NewerWords
from inbox.errors import Invalid
from inbox.models import KeptDraft
from web import access, composing, desk_page, errors, fragments, returning, serving
from web.access import current_user
from web.desk_page import Writing
from web.languages import say, translated

routes = Blueprint("drafts", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.get("/drafts")
@access.handles
def index(conversation_id: int) -> Response:
    """Tell what this person has begun here, for a tab that slept."""
    mine = drafts.of(serving.session(), conversation_id, current_user())
    return jsonify([composing.as_kept(one) for one in mine.values()])


@routes.get("/drafts/<number:user_id>")
@access.reads
def show(conversation_id: int, user_id: int) -> Response:
    """Tell the whole of a reply that a colleague is writing here, as it was kept last."""
    found = drafts.begun_by(serving.session(), conversation_id, user_id)
    return jsonify({"text": found.text if found else ""})


@routes.post("/drafts")
@access.handles
def create(conversation_id: int) -> Answer:
    """Keep what was written so far; empty words give it up.

    Without scripts this leads on to the canned responses, which go behind what is kept.
    """
    try:
        kept = _keep(conversation_id)
    except (NewerWords, Invalid) as problem:
        return _refused(conversation_id, problem)
    if _is_by_script():
        return jsonify(composing.as_kept(kept) if kept else None)
    if request.args.get("then") == "choosing":
        choosing = url_for("canned_responses.choosing", conversation_id=conversation_id)
        return redirect(choosing, HTTPStatus.SEE_OTHER)
    return returning.to_conversation(conversation_id)


def _keep(conversation_id: int) -> KeptDraft | None:
    return drafts.keep(
        serving.session(),
        conversation_id,
        composing.begun(),
        known=composing.known_editions(),
        by=current_user(),
    )


def _refused(conversation_id: int, problem: NewerWords | Invalid) -> Response:
    newer = problem.kept if isinstance(problem, NewerWords) else None
    if _is_by_script():
        told = {"detail": translated(problem), "newer": composing.as_kept(newer) if newer else None}
        return make_response(jsonify(told), errors.status_of(problem))
    read = fragments.reading(serving.session(), conversation_id)
    words = say("What you wrote there: “{text}”", text=newer.text) if newer else ""
    # Whoever has read this has seen the newer edition too.
    seen = f"{composing.editions()} {newer.edition if newer else ''}"
    writing = Writing(
        text=composing.text(),
        mode=composing.mode(),
        problem=f"{translated(problem)} {words}".strip(),
        editions=seen,
    )
    page = desk_page.with_conversation(returning.view_mark(), read, writing)
    return Response(page, errors.status_of(problem), mimetype="text/html")


def _is_by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"
