"""Where does database work run that must not hold up every socket?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import gevent
from sqlalchemy import Engine

Result = TypeVar("Result")


class OffLoop:
    """Runs work where it blocks nobody else.

    SQLite blocks its thread, so one long query would stop every greenlet of
    the process; psycopg waits cooperatively.
    """

    def __init__(self, engine: Engine, *, is_gevent: bool) -> None:
        self._needs_thread = is_gevent and engine.dialect.name == "sqlite"

    def run(self, work: Callable[[], Result]) -> Result:
        """Return what the work returns, or raise what it raises."""
        if self._needs_thread:
            return cast("Result", gevent.get_hub().threadpool.apply(work))
        return work()
