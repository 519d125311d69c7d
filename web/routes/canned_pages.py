"""How are canned responses written, agreed to, and put out of use?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import languages
from inbox.canned import approving, archiving, history, reading, values, variables, writing
from inbox.errors import Conflict, HearbackError, Invalid
from inbox.models import CannedResponse
from web import access, canned_form, canned_page, errors, serving
from web.access import current_user
from web.canned_form import Form
from web.languages import translated

routes = Blueprint("canned_pages", __name__, url_prefix="/canned-responses")


@routes.get("")
@access.reads
def index() -> str:
    """List them by folder."""
    return canned_page.page("canned_responses/index.html")


@routes.get("/new")
@access.handles
def new() -> str:
    """Offer an empty form."""
    return canned_page.editing(None, Form())


@routes.post("")
@access.handles
def create() -> Answer:
    """Add one, or show how it would read."""
    form = canned_form.sent()
    if _only_looks():
        return Response(canned_page.editing(None, form))
    session = serving.session()
    try:
        with session.begin_nested():
            made = writing.create(session, form.written(), by=current_user())
    except (Invalid, Conflict) as problem:
        return _again(None, form, problem)
    return _to(made.id, form.language)


@routes.get("/<number:response_id>")
@access.reads
def show(response_id: int) -> str:
    """Show one in one of its languages, or in one it has not yet."""
    response = reading.find(serving.session(), response_id)
    return canned_page.editing(response, canned_form.of(response, _language(response)))


@routes.post("/<number:response_id>")
@access.handles
def change(response_id: int) -> Answer:
    """Change one, or show how it would read. Words that are refused stay in the form."""
    session, form = serving.session(), canned_form.sent()
    if _only_looks():
        return Response(canned_page.editing(reading.find(session, response_id), form))
    try:
        with session.begin_nested():
            writing.change(
                session, response_id, form.written(), version=form.version, by=current_user()
            )
    except (Invalid, Conflict) as problem:
        return _again(reading.find(session, response_id), form, problem)
    return _to(response_id, form.language)


@routes.post("/<number:response_id>/approval")
@access.reads
def approve(response_id: int) -> Answer:
    """Let the words in one language be sent."""
    language = request.form.get("language", "")
    approving.approve(
        serving.session(),
        response_id,
        language,
        version=canned_form.version(),
        by=current_user(),
    )
    return _to(response_id, language)


@routes.post("/<number:response_id>/archiving")
@access.reads
def archive(response_id: int) -> Answer:
    """Put one out of use."""
    archiving.archive(serving.session(), response_id, by=current_user())
    return _to(response_id)


@routes.post("/<number:response_id>/archiving/removal")
@access.reads
def restore(response_id: int) -> Answer:
    """Put one back into use."""
    archiving.restore(serving.session(), response_id, by=current_user())
    return _to(response_id)


@routes.get("/<number:response_id>/history")
@access.reads
def past(response_id: int) -> str:
    """Tell who changed what, and which words stood before."""
    session = serving.session()
    response = reading.find(session, response_id)
    return canned_page.page(
        "canned_responses/history.html",
        response=response,
        changes=history.of(session, response_id),
    )


@routes.get("/values")
@access.reads
def facts() -> str:
    """Show the department's values."""
    return _values()


@routes.post("/values")
@access.reads
def put_fact() -> Answer:
    """Set one of the department's values."""
    name, value = request.form.get("name", ""), request.form.get("value", "")
    try:
        values.put(serving.session(), name, value, by=current_user())
    except Invalid as problem:
        body = _values(name=name, value=value, problem=translated(problem))
        return Response(body, errors.status_of(problem))
    return redirect(url_for("canned_pages.facts"), HTTPStatus.SEE_OTHER)


def _values(**given: str) -> str:
    session = serving.session()
    return canned_page.page(
        "canned_responses/values.html",
        response=None,
        kept=variables.kept(session),
        changes=history.of(session, None),
        **{"name": "", "value": "", "problem": "", **given},
    )


def _only_looks() -> bool:
    return request.form.get("act") == "preview"


def _language(response: CannedResponse) -> str:
    wanted = request.args.get("language", "")
    if wanted in languages.NAMES:
        return wanted
    written = [text.language for text in response.texts]
    return languages.USUAL if languages.USUAL in written or not written else written[0]


def _again(response: CannedResponse | None, form: Form, problem: HearbackError) -> Response:
    return Response(
        canned_page.editing(response, form, tuple(map(translated, writing.each(problem)))),
        errors.status_of(problem),
    )


def _to(response_id: int, language: str | None = None) -> Answer:
    address = url_for("canned_pages.show", response_id=response_id, language=language)
    return redirect(address, HTTPStatus.SEE_OTHER)
