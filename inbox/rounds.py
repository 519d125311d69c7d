"""How does a round of the scheduler go on when one of its steps cannot be taken?"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import redis
from sqlalchemy.exc import IntegrityError, OperationalError

from inbox.audit.recording import LogBroken
from inbox.runtime import Runtime

Step = Callable[[Runtime], None]

TOLD_AGAIN_SECONDS = 60.0
"""How long the log says nothing more of a step that fails in every round."""

FAILS = "hearback:scheduler:fails:"
FAILS_SECONDS = 10

log = logging.getLogger(__name__)


class Every:
    """A step that is taken in some rounds only, so many seconds apart at least."""

    def __init__(self, seconds: float, step: Step) -> None:
        self.__name__ = step.__name__
        self._seconds, self._step = seconds, step
        self._next_at = 0.0

    def __call__(self, runtime: Runtime) -> None:
        """Take the step where it is time."""
        if time.monotonic() >= self._next_at:
            self._step(runtime)
            self._next_at = time.monotonic() + self._seconds


class Rounds:
    """Steps that are taken again and again, each whatever became of the others."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._told: dict[Step, float] = {}

    def take(self, runtime: Runtime) -> None:
        """Take every step once."""
        for step in self._steps:
            self._take(step, runtime)

    def _take(self, step: Step, runtime: Runtime) -> None:
        try:
            step(runtime)
        # What another scheduler wrote at the same moment is no reason to end.
        except (redis.RedisError, OperationalError, IntegrityError, LogBroken) as error:
            log.warning("%s was left out of this round: %s", step.__name__, error)
        # One row that nobody foresaw must not keep every message and reply waiting.
        except Exception:
            _show(step, runtime)
            if time.monotonic() >= self._told.get(step, 0.0):
                self._told[step] = time.monotonic() + TOLD_AGAIN_SECONDS
                log.exception("%s fails; it is tried again in every round.", step.__name__)


def failing(connection: redis.Redis) -> list[str]:
    """Return the names of the steps that failed within the last seconds."""
    return sorted(one.decode().removeprefix(FAILS) for one in connection.scan_iter(f"{FAILS}*"))


def _show(step: Step, runtime: Runtime) -> None:
    # Without Redis it still stands in the log.
    with suppress(redis.RedisError):
        runtime.redis.set(f"{FAILS}{step.__name__}", 1, ex=FAILS_SECONDS)
