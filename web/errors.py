"""Which status has each meaning, and how is a problem told to whoever asked?

The only place that knows statuses. A person gets a page, Turbo a sentence on
the page it has, a program problem+json (RFC 9457).
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from inbox import request_id
from inbox.errors import Conflict, HearbackError, Invalid, NotAllowed, NotFound, Unavailable
from web import desk_page, returning
from web.languages import translated
from web.refusals import NotSignedIn, SessionLocked

STATUSES: dict[type[HearbackError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
_TITLES = {
    HTTPStatus.NOT_FOUND: Phrase("There is nothing here"),
    HTTPStatus.METHOD_NOT_ALLOWED: Phrase("This cannot be done here"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Phrase("This is too much at once"),
    HTTPStatus.FORBIDDEN: Phrase("This is not allowed"),
    HTTPStatus.UNPROCESSABLE_ENTITY: Phrase("That cannot be used"),
    HTTPStatus.CONFLICT: Phrase("Somebody was quicker"),
    HTTPStatus.SERVICE_UNAVAILABLE: Phrase("A part of Hearback does not answer"),
    HTTPStatus.INTERNAL_SERVER_ERROR: Phrase("Something went wrong in Hearback"),
}
_SENTENCES = {
    HTTPStatus.NOT_FOUND: Phrase("The address is wrong, or what it led to is gone."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Phrase(
        "This is more than Hearback takes at once. Shorten it, or choose a smaller picture."
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Phrase(
        "This address cannot be opened like this. Go back to the desk."
    ),
}

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Answer every problem in words."""
    app.register_error_handler(NotSignedIn, _to_sign_in)
    app.register_error_handler(SessionLocked, _to_lock)
    app.register_error_handler(HearbackError, _told)
    app.register_error_handler(OperationalError, _without_database)
    app.register_error_handler(InternalServerError, _broken)
    app.register_error_handler(HTTPException, _refused)


def status_of(error: HearbackError) -> HTTPStatus:
    """Return the status that an error's meaning has."""
    return next(status for meaning, status in STATUSES.items() if isinstance(error, meaning))


def asks_for_data() -> bool:
    """Say whether a program asks, or a script, and not somebody who reads pages."""
    return request.path.startswith("/api/") or request.headers.get("Accept") == "application/json"


def _told(error: HearbackError) -> Answer:
    return _answer(status_of(error), _words(error))


def _to_sign_in(error: NotSignedIn) -> Answer:
    if asks_for_data():
        return _problem(HTTPStatus.UNAUTHORIZED, str(error))
    back = _back()
    undone = "yes" if back and request.method != "GET" else None
    return redirect(url_for("sign_in.new", next=back, undone=undone), HTTPStatus.SEE_OTHER)


def _to_lock(error: SessionLocked) -> Answer:
    if asks_for_data():
        return _problem(HTTPStatus.UNAUTHORIZED, str(error))
    return redirect(url_for("locks.show", next=_back()), HTTPStatus.SEE_OTHER)


# Whoever was about to do something comes back to the page they would have done it on.
def _back() -> str | None:
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return returning.address().removesuffix("/") or None


def _without_database(error: OperationalError) -> Answer:
    reference = request_id.reference()
    log.error("%s: the database does not answer.", reference, exc_info=error)
    sentence = Phrase(
        "The database does not answer. Nothing was changed; try again. Reference {reference}.",
        reference=reference,
    )
    return _answer(HTTPStatus.SERVICE_UNAVAILABLE, sentence)


def _broken(error: InternalServerError) -> Answer:
    reference = request_id.reference()
    log.error("%s: %r", reference, error.original_exception or error)
    return _answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Phrase(
            "Nothing was changed, and the error was written down. Reference {reference}.",
            reference=reference,
        ),
    )


def _refused(error: HTTPException) -> Answer:
    if error.response is not None or (error.code or 0) < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    answer = _answer(status, _SENTENCES.get(status) or error.description or status.phrase)
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer


def _answer(status: HTTPStatus, sentence: str) -> Response:
    if asks_for_data():
        return _problem(status, sentence)
    if returning.is_by_turbo():
        return returning.toast(sentence, status)
    is_pane = request.headers.get("Turbo-Frame") == desk_page.FRAME
    page = render_template(
        "errors/in_pane.html" if is_pane else "errors/error.html",
        title=translated(_TITLES.get(status, status.phrase)),
        sentence=translated(sentence),
        status=status.value,
        back=returning.address(),
    )
    return Response(page, status, mimetype="text/html")


def _problem(status: HTTPStatus, sentence: str) -> Response:
    response = jsonify(
        type="about:blank",
        title=_TITLES.get(status, status.phrase),
        status=status.value,
        detail=sentence,
    )
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def _words(error: HearbackError) -> str:
    return error.args[0] if error.args else ""
