"""How is every route put behind the rule that it declares?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeAlias

from flask import Flask, Response, current_app, g, request

from connectors import ways
from connectors.phrases import Phrase
from inbox.audit.what import What
from inbox.errors import NotAllowed
from web import addresses, auditing, bodies, errors, off_loop, proving, serving
from web.access import Rule
from web.refusals import FromElsewhere, NotProven, NotSignedIn, UndeclaredAccess
from web.security import LARGEST_REQUEST

View: TypeAlias = Callable[..., Any]

# Flask serves our own scripts and styles by itself.
_FLASKS_OWN = ("static",)
_SAFE = ("GET", "HEAD", "OPTIONS")


def guard(app: Flask) -> None:
    """Put every route behind its rule and its session. Raises UndeclaredAccess."""
    for endpoint, view in app.view_functions.items():
        if endpoint not in _FLASKS_OWN:
            app.view_functions[endpoint] = _guarded(endpoint, view)


def _guarded(endpoint: str, view: View) -> Callable[..., Response]:
    rule: Rule | None = getattr(view, "access_rule", None)
    if rule is None:
        raise UndeclaredAccess(
            Phrase("{endpoint} does not declare who may call it.", endpoint=endpoint)
        )

    answered = partial(_answered, rule, view)

    @wraps(view)
    def guarded(**place: Any) -> Response:
        if getattr(view, "stays_on_loop", False):
            return answered(place)
        if getattr(view, "takes_files", False) and request.mimetype == "multipart/form-data":
            request.max_content_length = LARGEST_REQUEST + serving.runtime().settings.media_limit
        # Loading a client starts a program, which gevent does on the loop alone.
        if getattr(view, "meets_platforms", False):
            ways.load()
        # The line to the browser belongs to the loop, so the body is read before.
        bodies.take_in()
        answer = off_loop.of(current_app).run(partial(answered, place))
        serving.announce()
        return answer

    return guarded


def _answered(rule: Rule, view: View, place: dict[str, Any]) -> Response:
    with auditing.from_here():
        try:
            return _admitted(rule, view, place)
        except NotSignedIn:
            raise
        except NotProven:
            return _asked_again(view)
        except NotAllowed:
            auditing.refused(What.REFUSED if g.get("user") else rule.refused_as)
            raise


def _admitted(rule: Rule, view: View, place: dict[str, Any]) -> Response:
    if rule.by_cookie:
        _refuse_other_sites()
    with serving.open_session(only_reads=getattr(view, "only_reads", False)):
        rule.admit()
        auditing.admitted(g.get("user"))
        if getattr(view, "asks_again", False):
            proving.refuse_unless_proven()
        answer = current_app.make_response(view(**place))
        auditing.keep(view, place, answer)
        return answer


# The request's own session is closed by then: nothing was done, and the record is written beside.
def _asked_again(view: View) -> Response:
    auditing.refused(What.ASKED_AGAIN)
    if errors.asks_for_data():
        raise NotProven
    with serving.open_session(only_reads=True):
        return current_app.make_response(proving.ask(view))


def _refuse_other_sites() -> None:
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        allowed = site in ("same-origin", "none")
    else:
        origin = request.headers.get("Origin")
        allowed = origin is None or addresses.parts(origin).netloc == request.host
    if not allowed:
        raise FromElsewhere
