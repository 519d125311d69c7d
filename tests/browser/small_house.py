"""Where does a test find a desk of its own, empty but for whom it lets write?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inbox.clock import SystemClock
from inbox.models import Account, Conversation
from tests import database_copies, houses
from tests.factories.making import Make
from tests.redis_server import running_redis
from tests.web.live.serving import served


@dataclass(frozen=True)
class SmallHouse:
    """A desk with one account, and Ana Lopez who works at it."""

    address: str
    make: Make
    account: Account

    def arrives(self, **given: object) -> Conversation:
        return self.make.conversation(self.account, **given)


@contextmanager
def small_house(run_folder: Path, data: Path) -> Iterator[SmallHouse]:
    """Serve a desk on a database of its own; nothing is fetched and nothing is sent."""
    template = database_copies.template("sqlite", run_folder)
    with database_copies.copied(template) as database, running_redis() as redis:
        runtime = houses.runtime(database.engine, data, SystemClock(), REDIS_URL=redis.address)
        make = Make(runtime)
        make.user(name="Ana Lopez", email="ana@example.org")
        with served(runtime) as by:
            yield SmallHouse(by.address, make, make.account())
        runtime.close()
