"""What must be there before a program of the desk begins, and what does it say when it has?"""

from __future__ import annotations

import logging

import redis

from hearback import database_problems
from inbox import health, logs
from inbox.errors import Unavailable
from inbox.runtime import Runtime

log = logging.getLogger(__name__)


class RedisSilent(Unavailable):
    """Work is handed over by Redis, and it does not answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Redis does not answer ({reason.rstrip('.')}). Start it, or name a running one in "
            "REDIS_URL."
        )


def check(house: Runtime) -> None:
    """Look before starting: what cannot work ends here, what works in part is said.

    Raises NoTables or Damaged.
    """
    database_problems.check(house.engine)
    credentials = health.credentials(house)
    if "cannot be opened" in credentials.words:
        log.error(credentials.words)


def check_redis(house: Runtime) -> None:
    """Raise RedisSilent where no work could be taken from it."""
    try:
        house.redis.ping()
    except redis.RedisError as error:
        raise RedisSilent(str(error)) from error


def say(words: str) -> None:
    """Say that a program is up, whatever weight of lines was asked for."""
    logs.say(__name__, words)
