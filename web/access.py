"""Who may call which route?

Every route declares its rule; an app with a route that does not refuses to start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from flask import session as cookie

from connectors.phrases import Phrase
from inbox import sign_in
from inbox.errors import NotAllowed
from inbox.models import Role, User
from web import off_loop, serving
from web.security import LARGEST_REQUEST

View = TypeVar("View", bound=Callable[..., Any])

# Flask serves our own scripts and styles by itself.
_FLASKS_OWN = ("static",)
_SAFE = ("GET", "HEAD", "OPTIONS")


class UndeclaredAccess(RuntimeError):
    """A route does not say who may call it."""


class NotSignedIn(NotAllowed):
    """Nobody is signed in here."""

    def __init__(self) -> None:
        super().__init__(Phrase("Sign in first."))


class AdministratorsOnly(NotAllowed):
    """What was asked for is the work of an administrator."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only an administrator can do this. Ask one of them."))


class FromElsewhere(NotAllowed):
    """Another site tried to act with this person's sign-in."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This came from another site, so nothing was done. Try it from the desk.")
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is admitted. `admit` raises NotAllowed.

    `by_cookie` is off where a caller proves itself with every request, so that
    another site cannot borrow a browser's sign-in.
    """

    name: str
    admit: Callable[[], None]
    by_cookie: bool = True


def current_user() -> User:
    """Return the person who is signed in. Raises NotSignedIn."""
    user = cast("User | None", g.get("user"))
    if user is None:
        raise NotSignedIn
    return user


def ruled_by(rule: Rule) -> Callable[[View], View]:
    """Declare a route's rule."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declare


def _signed_in() -> None:
    user_id = cookie.get("user_id")
    g.user = sign_in.user(serving.session(), user_id) if user_id else None
    # Kept beside it: what a failed request still says is told after its session has ended.
    g.chosen_language = g.user.language if g.user else None
    current_user()


def _administrator() -> None:
    _signed_in()
    if current_user().role is not Role.ADMINISTRATOR:
        raise AdministratorsOnly


anyone = ruled_by(Rule("anyone", lambda: None))
signed_in = ruled_by(Rule("signed in", _signed_in))
administrator = ruled_by(Rule("administrator", _administrator))


def only_reads(view: View) -> View:
    """Declare that an unsafe method changes no row, so that it holds up no writer."""
    view.only_reads = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def stays_on_loop(view: View) -> View:
    """Declare that a view asks Redis, whose connections belong to the loop, and changes no row."""
    view.stays_on_loop = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def takes_files(view: View) -> View:
    """Declare that a view takes a file, as large as the pictures that are fetched."""
    view.takes_files = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def guard(app: Flask) -> None:
    """Put every route behind its rule and its session. Raises UndeclaredAccess."""
    for endpoint, view in app.view_functions.items():
        if endpoint not in _FLASKS_OWN:
            app.view_functions[endpoint] = _guarded(endpoint, view)


def _guarded(endpoint: str, view: Callable[..., Any]) -> Callable[..., Response]:
    rule: Rule | None = getattr(view, "access_rule", None)
    if rule is None:
        raise UndeclaredAccess(
            Phrase("{endpoint} does not declare who may call it.", endpoint=endpoint)
        )

    @wraps(view)
    def guarded(**place: Any) -> Response:
        if rule.by_cookie:
            _refuse_other_sites()
        if getattr(view, "stays_on_loop", False):
            return answered(**place)
        if getattr(view, "takes_files", False) and request.mimetype == "multipart/form-data":
            request.max_content_length = LARGEST_REQUEST + serving.runtime().settings.media_limit
        # The line to the browser belongs to the loop, so the body is read before.
        request.get_data()
        answer = off_loop.of(current_app).run(partial(answered, **place))
        serving.announce()
        return answer

    def answered(**place: Any) -> Response:
        with serving.open_session(only_reads=getattr(view, "only_reads", False)):
            rule.admit()
            return current_app.make_response(view(**place))

    return guarded


def _refuse_other_sites() -> None:
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        allowed = site in ("same-origin", "none")
    else:
        origin = request.headers.get("Origin")
        allowed = origin is None or urlsplit(origin).netloc == request.host
    if not allowed:
        raise FromElsewhere
