"""Which runtime answers the present request, and with which session?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from inbox import announcing, reach
from inbox.runtime import Runtime

_SAFE = ("GET", "HEAD", "OPTIONS")


def install(app: Flask, runtime: Runtime) -> None:
    """Let requests find the runtime."""
    app.extensions["hearback_runtime"] = runtime


def runtime() -> Runtime:
    """Return what this process runs with."""
    return cast("Runtime", current_app.extensions["hearback_runtime"])


def session() -> Session:
    """Return the session of the present request."""
    return cast("Session", g.session)


@contextmanager
def open_session(*, only_reads: bool) -> Iterator[None]:
    """Open the request's session; a request that may change something commits at its end.

    What it collected is sent by `announce`.
    """
    is_reading = only_reads or request.method in _SAFE
    opened = runtime().reading() if is_reading else runtime().committing()
    with opened as g.session:
        g.commits = not is_reading
        yield


def commits() -> bool:
    """Say whether what the request's session changes is committed at its end."""
    return bool(g.commits)


@contextmanager
def writing_beside() -> Iterator[Session]:
    """Open a session that writes during a request that only reads, and commit it.

    Its news leaves with the request's, by `announce`: off the loop nothing may
    wait for Redis, whose line belongs to the loop.
    """
    with runtime().committing() as beside:
        reach.hold(beside, reach.held(session()))
        yield beside
    session().info["announcements"] = announcing.of(beside)


def announce() -> None:
    """Send what the request's session collected, once it is committed."""
    runtime().announce(session())
