"""What does a person see after they changed something?

With Turbo the changed pieces replace those on the page. Without scripts the
browser goes back to the page the form stood on.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from inbox import acts
from inbox.promises import settling
from inbox.several import Outcome
from web import addresses, counting, desk_address, fragments, serving
from web.access import current_user
from web.languages import say, translated

TURBO = "text/vnd.turbo-stream.html"
LEFT = "Hearback-Left"
"""The header that names the conversations which refused what was done to several."""


def after_change(
    conversation_id: int,
    sentence: str = "",
    *,
    besides: Mapping[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Answer:
    """Show a conversation as it stands now, and say what else there is to say.

    `besides` are other pieces of the page that changed, by element id.
    """
    if not is_by_turbo():
        return to_conversation(conversation_id)
    # What is due is shown as it will be committed.
    settling.settle(serving.session())
    pieces = fragments.pieces(serving.session(), conversation_id, me=current_user().id)
    return _changed({**pieces, **(besides or {})}, sentence, status)


def after_changes(outcome: Outcome) -> Answer:
    """Say what became of several conversations; live updates bring their rows."""
    sentence = outcome.sentence if outcome.refused else ""
    if is_by_turbo():
        answer = _changed({}, sentence)
        answer.headers[LEFT] = " ".join(map(str, outcome.left))
        return answer
    if not sentence:
        return redirect(address(), HTTPStatus.SEE_OTHER)
    page = render_template(
        "errors/error.html",
        title=say("Not all of it could be done"),
        sentence=translated(sentence),
        status=HTTPStatus.OK.value,
        back=address(),
    )
    return Response(page, HTTPStatus.OK, mimetype="text/html")


def to_conversation(conversation_id: int, **query: object) -> Answer:
    """Open a conversation in the view the person came from, whole."""
    address = desk_address.of(view_mark(), conversation_id, **query)
    return redirect(address, HTTPStatus.SEE_OTHER)


def toast(sentence: str, status: HTTPStatus) -> Response:
    """Say a sentence on the page as it is."""
    return Response(render_template("turbo/toast.html", sentence=sentence), status, mimetype=TURBO)


def is_by_turbo() -> bool:
    """Say whether pieces of a page are asked for, instead of a page."""
    return request.method != "GET" and TURBO in request.headers.get("Accept", "")


def address() -> str:
    """Return the page of ours that the person came from, else the desk."""
    came_from = addresses.parts(request.headers.get("Referer", ""))
    if came_from.netloc != request.host or came_from.path == request.path:
        return "/"
    path = came_from._replace(scheme="", netloc="", fragment="").geturl()
    return path if is_ours(path) else "/"


def wanted(given: Mapping[str, str]) -> str:
    """Return the page of ours that somebody wanted before they signed in, else the desk."""
    path = given.get("next", "/")
    return path if is_ours(path) else "/"


def is_ours(path: str) -> bool:
    """Say whether an address can only be one of the desk's own.

    Browsers read two slashes, either way, as another site's address, and take out what cannot
    be seen before they read.
    """
    return path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()


def view_mark() -> str:
    """Return the mark of the view the person came from, else of all open conversations."""
    came_from = addresses.parts(address())
    match came_from.path.split("/"):
        case ["", "desk", key, *_]:
            return desk_address.mark(key, parse_qsl(came_from.query))
    return "open"


def _changed(
    pieces: dict[str, str], sentence: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Response:
    session, user = serving.session(), current_user()
    body = render_template(
        "turbo/changed.html",
        pieces=pieces,
        counts=counting.counts(session, user),
        last_acts=acts.last(session, user),
        sentence=sentence,
    )
    return Response(body, status, mimetype=TURBO)
