"""How do browsers hear how many conversations their views hold?

Beside the relay, so that no row waits until everybody's views are counted.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.exc import SQLAlchemyError

from web.live.rendering import Rendering
from web.live.watchers import Watchers, user_room

# Counting looks at every open conversation; in a flood once a second is enough.
COUNT_SECONDS = 1.0

log = logging.getLogger(__name__)


class ViewCounts:
    """Counts the views of everybody who watches, one count at a time."""

    def __init__(self, socketio: SocketIO, rendering: Rendering, watchers: Watchers) -> None:
        self._socketio = socketio
        self._rendering = rendering
        self._watchers = watchers
        self._is_wanted = False
        self._counted_at = 0.0
        self._is_counting = threading.Event()
        self._counting: Any = None

    def ask(self) -> None:
        """Note that some view may hold more or fewer than it did."""
        self._is_wanted = True

    def tell(self) -> None:
        """Begin to count where somebody asked, unless it is early or a count runs."""
        now = time.monotonic()
        is_early = now - self._counted_at < COUNT_SECONDS or self._is_counting.is_set()
        if not self._is_wanted or is_early:
            return
        self._is_wanted, self._counted_at = False, now
        self._is_counting.set()
        self._counting = self._socketio.start_background_task(self._count)

    def join(self) -> None:
        """Wait for the end of a count that runs."""
        if self._counting:
            self._counting.join()

    def _count(self) -> None:
        try:
            counted = self._rendering.counts(self._watchers.shown(), self._watchers.people())
            for user_id, counts in counted.items():
                self._socketio.emit("counts", counts, to=user_room(user_id))
        except SQLAlchemyError as error:
            log.warning("The database does not answer (%s); views are counted again.", error)
            self._is_wanted = True
        finally:
            self._is_counting.clear()
