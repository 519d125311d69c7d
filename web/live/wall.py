"""What do all walls of this process show?"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import redis

from inbox import reach, wall
from inbox.reach import Reach
from inbox.runtime import Runtime
from inbox.wall import Figures
from web.live.presence import Presence
from web.off_loop import OffLoop

FRESH = timedelta(seconds=1)

log = logging.getLogger(__name__)


class Wall:
    """Counts once for walls that reach the same: what was counted a second ago is shown again."""

    def __init__(self, off_loop: OffLoop) -> None:
        self._off_loop = off_loop
        self._lock = threading.Lock()
        self._counted: dict[Reach, tuple[Runtime, Figures]] = {}

    def figures(self, runtime: Runtime, accounts: Reach) -> Figures:
        """Return how it stands now, or stood a second ago. For the loop, since it asks Redis."""
        with self._lock:
            kept = self._kept(runtime, accounts)
            if kept is None:
                kept = self._count(runtime, accounts)
                self._counted[accounts] = runtime, kept
            return kept

    def _kept(self, runtime: Runtime, accounts: Reach) -> Figures | None:
        counted = self._counted.get(accounts)
        if counted is None or counted[0] is not runtime:
            return None
        kept = counted[1]
        # A clock that was set back would keep them for as long as it was.
        return kept if timedelta() <= runtime.clock.now() - kept.at < FRESH else None

    def _count(self, runtime: Runtime, accounts: Reach) -> Figures:
        at_desk = _at_desk(runtime)

        def counting() -> Figures:
            with runtime.reading() as session:
                reach.hold(session, accounts)
                return wall.figures(session, at_desk)

        return self._off_loop.run(counting)


def _at_desk(runtime: Runtime) -> set[int] | None:
    try:
        return Presence(runtime.redis).at_desk()
    except redis.RedisError as error:
        log.info("Nobody can tell who is on the desk now: %s", error)
        return None
