"""What can every test ask for?"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running, running

if TYPE_CHECKING:
    # Imported here it could not be rewritten as the plugin that it is.
    from tests.databases import Database

pytest_plugins = ["tests.databases", "tests.grouping"]


def pytest_collection_finish() -> None:
    """Look less often for what could be let go: else an eighth of the time goes into that."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[Running]:
    """One sandbox for all tests of a process: starting takes longer than resetting."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_process: Running) -> Running:
    """A real sandbox as fresh as on its first day."""
    sandbox_process.reset()
    return sandbox_process


@pytest.fixture
def clock() -> SetClock:
    """A clock that the test moves."""
    return SetClock()


@pytest.fixture
def runtime(committed_database: Database, tmp_path: Path, clock: SetClock) -> Iterator[Runtime]:
    """A runtime on an empty database of its own, without Redis."""
    runtime = houses.runtime(committed_database.engine, tmp_path, clock)
    yield runtime
    runtime.redis.close()


@pytest.fixture
def make(runtime: Runtime) -> Make:
    """Makes what a test asks for."""
    return Make(runtime)
