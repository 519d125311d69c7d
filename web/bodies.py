"""How is what a request brings taken in, so that whoever sends it holds nobody else up?

gunicorn reads a body from its line, and throws away what was not read of it, without letting
anybody else in as long as more is there: whoever sends quickly, or in a million tiny chunks,
would stop every desk of the process. Whoever sends slowly would hold a place for ever.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import gevent
from flask import Flask, request
from gunicorn.http.body import Body
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PIECE = 16 * 1024
# Without one, what waits at other lines is not looked at.
_PAUSE = 0.001
# A picture of 20 megabytes over a poor line. Proxies are stricter, and send on what is whole.
SECONDS = 120
# What comes after a refusal is thrown away for so long, so that browsers read why.
LEFT_SECONDS = 2

_BROKEN = "What this request brings is not written as HTTP says."


def install(app: Flask) -> None:
    """Stand in front of everything that is served."""
    app.wsgi_app = _Line(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's documentation says


def take_in() -> None:
    """Read the whole body of the present request. Raises what a client is told of a wrong one."""
    read = request.get_data()
    # Of one without a length, the first part would be taken for the whole.
    if request.content_length is None and len(read) == request.max_content_length:
        raise RequestEntityTooLarge


class _Line:
    """Puts a patient reader in the place of gunicorn's own."""

    def __init__(self, wsgi: WSGIApplication) -> None:
        self._wsgi = wsgi

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"]
        if not isinstance(body, Body) or not _brings_something(environ):
            return self._wsgi(environ, start_response)
        environ["wsgi.input"] = reader = _Reader(body)
        return ClosingIterator(self._wsgi(environ, start_response), reader.leave)


def _brings_something(environ: WSGIEnvironment) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0"


class _Reader:
    """Reads a little at a time, and lets others in between."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._until = time.monotonic() + SECONDS

    def read(self, size: int = -1) -> bytes:
        """Return what comes next, no more than a piece of it."""
        gevent.sleep(_PAUSE)
        wanted = PIECE if size < 0 else min(size, PIECE)
        try:
            with gevent.Timeout(max(0.01, self._until - time.monotonic()), RequestTimeout()):
                piece: bytes = self._body.read(wanted)
        except (ParseException, OSError) as problem:
            raise BadRequest(_BROKEN) from problem
        return piece

    def leave(self) -> None:
        """Throw away what was not read; if that is much, the line is closed."""
        self._until = min(self._until, time.monotonic() + LEFT_SECONDS)
        try:
            while time.monotonic() < self._until:
                if not self.read():
                    return
        except (BadRequest, RequestTimeout):
            pass
        # gunicorn then looks for no further request where the next one begins nobody knows.
        self._body.failed = True

    def __getattr__(self, name: str) -> Any:
        """Give what else a body of a request has."""
        return getattr(self._body, name)
