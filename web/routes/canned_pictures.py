"""Which picture goes out with a canned response?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from inbox.canned import picturing, reading
from inbox.errors import Conflict, Invalid
from inbox.outgoing_pictures import Chosen, UnusablePicture
from inbox.pictures import SHOWN_TYPE
from web import access, canned_form, canned_page, composing, errors, serving
from web.access import current_user
from web.languages import translated

routes = Blueprint(
    "canned_pictures", __name__, url_prefix="/canned-responses/<number:response_id>/picture"
)


@routes.get("")
@access.reads
def show(response_id: int) -> Response:
    """Show the picture as we drew it. 404 where there is none."""
    return Response(picturing.shown(serving.session(), response_id), mimetype=SHOWN_TYPE)


@routes.post("")
@access.handles
@access.takes_files
def create(response_id: int) -> Answer:
    """Let the response hold the chosen picture."""
    session, version = serving.session(), canned_form.version()
    try:
        with session.begin_nested():
            picturing.put(session, response_id, _chosen(), version=version, by=current_user())
    except (Invalid, Conflict) as problem:
        response = reading.find(session, response_id)
        form = canned_form.of(response, request.form.get("language", ""))
        page = canned_page.editing(response, form, (translated(problem),))
        return Response(page, errors.status_of(problem))
    return _back(response_id)


@routes.post("/removal")
@access.handles
def remove(response_id: int) -> Answer:
    """Take the picture out."""
    picturing.remove(
        serving.session(), response_id, version=canned_form.version(), by=current_user()
    )
    return _back(response_id)


def _chosen() -> Chosen:
    if not composing.has_new_picture():
        raise UnusablePicture(Phrase("Choose a picture first."))
    return Chosen(body=request.files["picture"].read(), description=composing.description())


def _back(response_id: int) -> Answer:
    language = request.form.get("language") or None
    address = url_for("canned_pages.show", response_id=response_id, language=language)
    return redirect(address, HTTPStatus.SEE_OTHER)
