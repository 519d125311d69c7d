"""What does every request leave in the audit log?

Reads of private words are kept wherever they are loaded, refusals wherever they are raised.
Routes declare both reads and exports; a test lists those that do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, g, request
from flask import session as cookie
from sqlalchemy.orm import Session

from inbox.audit import origin, reading, recording, strangers
from inbox.audit.origin import Means, Origin
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import User
from web import client_address, notice, serving

View = TypeVar("View", bound=Callable[..., Any])


def reads_private(view: View) -> View:
    """Declare that a view shows what people wrote to the department alone."""
    view.reads_private = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def exports(view: View) -> View:
    """Declare that what a view gives is taken out of the desk, which is kept."""
    view.exports = True  # type: ignore[attr-defined]  # functions take attributes
    return view


@contextmanager
def from_here() -> Iterator[None]:
    """Let what is recorded meanwhile come from this request."""
    means = Means.API if request.path.startswith("/api/") else Means.BROWSER
    address = client_address.asking()
    with origin.given(Origin(means=means, address=address, sign_in=cookie.get("mark", ""))):
        yield


def came_in(user: User, sign_in: str, by: str = "") -> None:
    """Keep that somebody signed in, and accepted which notice, before their browser has it.

    `by` is what vouched for them, if not a password.
    """
    origin.known(user, sign_in)
    accepted = notice.shown().mark
    means = {"by": by} if by else {}
    with writing() as session:
        recording.record(session, What.SIGNED_IN, detail={"notice": accepted, **means})


def admitted(user: User | None) -> None:
    """Say who is asking, once they have proved it."""
    if user:
        token: int | None = g.get("token_id")
        origin.known(user, f"token {token}" if token else cookie.get("mark", ""))


def keep(view: Callable[..., Any], place: Mapping[str, object], answer: Response) -> None:
    """Keep what a view did that is to be kept, before anybody gets its answer."""
    user: User | None = g.get("user")
    read = reading.taken(serving.session(), user) if user else {}
    is_export = getattr(view, "exports", False) and answer.status_code == HTTPStatus.OK
    if user and (read or is_export):
        with writing() as session:
            reading.keep(session, read, user)
            if is_export:
                _keep_export(session, place)
    if answer.status_code == HTTPStatus.FORBIDDEN:
        with writing() as session:
            _keep_refusal(session, What.REFUSED)


def refused(what: What) -> None:
    """Keep that somebody was refused, once the request's own session is closed."""
    admitted(g.get("user"))
    with serving.runtime().committing() as session:
        _keep_refusal(session, what)


@contextmanager
def writing() -> Iterator[Session]:
    """Open a session that commits: the request's own where that does, else one beside it.

    Two writers of one request would wait for each other on SQLite.
    """
    if serving.commits():
        yield serving.session()
    else:
        with serving.runtime().committing() as beside:
            yield beside


def _keep_refusal(session: Session, what: What) -> None:
    """Keep a refusal; of people who are not known, one an hour and address."""
    if g.get("user") or not strangers.was_refused(session, what, client_address.asking()):
        on = On("address", None, request.path)
        recording.fail(session, what, on=on, detail={"method": request.method})


def _keep_export(session: Session, place: Mapping[str, object]) -> None:
    on = On("address", None, request.path)
    detail = {**place, **query()}
    recording.record(session, What.EXPORTED, on=on, detail=detail)


def query() -> dict[str, str]:
    """Return what the address asks for, where it asks for something."""
    asked = request.query_string.decode(errors="replace")
    return {"query": asked} if asked else {}
