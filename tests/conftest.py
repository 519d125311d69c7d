"""What can every test ask for?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.running import Running, running


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
