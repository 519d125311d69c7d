"""Where does database work run that must not hold up every socket?"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar, cast

from flask import Flask
from gevent import monkey
from gevent.threadpool import ThreadPoolExecutor
from sqlalchemy import Engine

Result = TypeVar("Result")

THREADS = 10


class OffLoop:
    """Runs work where it blocks nobody else.

    SQLite blocks its thread, so one long query, or one wait for another
    writer, would stop every greenlet of the process; psycopg waits
    cooperatively. What runs here must leave Redis alone: its connections
    belong to the loop.
    """

    def __init__(self, engine: Engine) -> None:
        is_blocking = engine.dialect.name == "sqlite" and monkey.is_module_patched("socket")
        self._threads = ThreadPoolExecutor(THREADS) if is_blocking else None

    def run(self, work: Callable[[], Result]) -> Result:
        """Return what the work returns, or raise what it raises, with the caller's context."""
        if self._threads is None:
            return work()
        answer, refusal = self._threads.submit(copy_context().run, _tried, work).result()
        if refusal:
            raise refusal
        return cast("Result", answer)


def _tried(work: Callable[[], Result]) -> tuple[Result | None, Exception | None]:
    # gevent writes a traceback for whatever is raised in its threads, and so anybody who is
    # refused could fill the log.
    try:
        return work(), None
    except Exception as refusal:  # noqa: BLE001 - raised again by `run`, where it is awaited
        return None, refusal


def install(app: Flask, engine: Engine) -> None:
    """Let requests and live updates share one way off the loop."""
    app.extensions["hearback_off_loop"] = OffLoop(engine)


def of(app: Flask) -> OffLoop:
    """Return the app's way off the loop."""
    return cast("OffLoop", app.extensions["hearback_off_loop"])
