"""Where does a test find a desk of its own, empty but for whom it lets write?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inbox.clock import SystemClock
from inbox.models import Account, Conversation, Status, User
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

    def has_done_all(self) -> None:
        """Leave nothing open, so that what comes next stands in the first rows."""
        done = update(Conversation).where(Conversation.status == Status.OPEN)
        with self.make.runtime.writing() as session:
            session.execute(done.values(status=Status.RESOLVED, waiting_since=None, due_at=None))


def ana(session: Session) -> User:
    """Return Ana Lopez, to do something with."""
    return session.scalars(select(User).where(User.email == "ana@example.org")).one()


@contextmanager
def opened(run_folder: Path, data: Path) -> Iterator[SmallHouse]:
    """Serve a desk on a database of its own; nothing is fetched and nothing is sent."""
    template = database_copies.template("sqlite", run_folder)
    with database_copies.copied(template) as database, running_redis() as redis:
        runtime = houses.runtime(database.engine, data, SystemClock(), REDIS_URL=redis.address)
        make = Make(runtime)
        make.user(name="Ana Lopez", email="ana@example.org")
        account = make.account()
        with served(runtime) as by:
            yield SmallHouse(by.address, make, account)
        runtime.close()
