"""Does a worker go on when Redis was away?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select, update

from connectors.registry import CONNECTORS
from connectors.words import Platform
from inbox.clock import SystemClock
from inbox.models import Account, Cursor, Lane, Message
from inbox.runtime import Runtime
from tests import houses
from tests.connectors.graph import department
from tests.database_copies import Database
from tests.factories.making import Make
from tests.redis_server import Restartable
from tests.sandbox.running import Running

PATIENCE_SECONDS = 180
LOG = "worker.log"


def test_a_worker_that_lost_redis_in_the_midst_of_a_job_takes_the_next(
    committed_database: Database, sandbox: Running, tmp_path: Path
) -> None:
    with Restartable() as redis, _house(committed_database, sandbox, redis, tmp_path) as house:
        runtime, worker = house
        log = tmp_path / LOG
        page = _page(runtime, sandbox)
        sandbox.faults(kind="delay", seconds=2, platform="graph", count=1)
        _nudge(runtime, page)
        _wait_until(lambda: _is_read(runtime, page))

        redis.kill()
        _wait_until(lambda: "begins anew" in log.read_text() or worker.poll() is not None)
        redis.start()
        post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
        sandbox.say(platform="facebook", kind="comment", author="Ana", text="Why?", post=post)
        _nudge(runtime, page)

        _wait_until(lambda: _texts(runtime) == ["Why?"])
        assert worker.poll() is None


@contextmanager
def _house(
    database: Database, sandbox: Running, redis: Restartable, data: Path
) -> Iterator[tuple[Runtime, subprocess.Popen[bytes]]]:
    """Start a worker, and nothing else, for a house."""
    environment = houses.environment(
        data,
        DATABASE_URL=database.url,
        REDIS_URL=redis.address,
        HEARBACK_PLATFORM_ADDRESS=sandbox.address,
    )
    runtime = houses.runtime_of(environment, database.engine, SystemClock())
    command = [sys.executable, "-m", "hearback", "worker"]
    with (data / LOG).open("w") as log:
        worker = subprocess.Popen(command, env={**os.environ, **environment}, stderr=log)
    try:
        yield runtime, worker
    finally:
        worker.terminate()
        worker.wait(PATIENCE_SECONDS)
        runtime.redis.close()


def _page(runtime: Runtime, sandbox: Running) -> Account:
    access = department.access(sandbox, "facebook")
    return Make(runtime).account(
        external_id=access.external_id,
        credentials=access.credentials,
        streams=CONNECTORS[Platform.FACEBOOK].streams,
    )


def _nudge(runtime: Runtime, page: Account) -> None:
    with runtime.writing() as session:
        session.execute(update(Cursor).values(due_at=runtime.clock.now()))
    runtime.nudger.polls([page.id], Lane.POLL)


def _is_read(runtime: Runtime, page: Account) -> bool:
    with runtime.reading() as session:
        return session.scalar(select(Account.polling_by).where(Account.id == page.id)) is not None


def _texts(runtime: Runtime) -> list[str]:
    with runtime.reading() as session:
        return list(session.scalars(select(Message.text)))


def _wait_until(is_so: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < patience
        time.sleep(0.05)
