"""What does a person see after they changed something?

With Turbo the changed pieces replace those on the page. Without scripts the
browser goes back to the page the form stood on.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import queues
from web import fragments, serving
from web.access import current_user

TURBO = "text/vnd.turbo-stream.html"


def after_change(conversation_id: int) -> Answer:
    """Show a conversation as it stands now."""
    if not is_by_turbo():
        return to_conversation(conversation_id)
    session = serving.session()
    body = render_template(
        "turbo/changed.html",
        pieces=fragments.pieces(session, conversation_id),
        counts=queues.counts(session, current_user()),
    )
    return Response(body, HTTPStatus.OK, mimetype=TURBO)


def to_conversation(conversation_id: int, **query: Any) -> Answer:
    """Open a conversation in the view the person came from, whole."""
    return redirect(
        url_for("desk.conversation", view=view_key(), conversation_id=conversation_id, **query),
        HTTPStatus.SEE_OTHER,
    )


def toast(sentence: str, status: HTTPStatus) -> Response:
    """Say a sentence on the page as it is."""
    return Response(render_template("turbo/toast.html", sentence=sentence), status, mimetype=TURBO)


def is_by_turbo() -> bool:
    """Say whether pieces of a page are asked for, instead of a page."""
    return request.method != "GET" and TURBO in request.headers.get("Accept", "")


def address() -> str:
    """Return the page of ours that the person came from, else the desk."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.host
    return came_from.path if is_ours and came_from.path != request.path else "/"


def view_key() -> str:
    """Return the view the person came from, else all open conversations."""
    match address().split("/"):
        case ["", "desk", key, *_]:
            return key
    return "open"
