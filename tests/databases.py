"""Which databases can a test ask for, and how are they kept apart?

`session` gives a transaction that is rolled back, for most tests.
`committed_database` gives a database of one's own, for tests that need several
processes or threads. Both run once per database kind.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inbox.clock import SystemClock
from inbox.config import Settings
from inbox.db import for_writing
from inbox.vault import Vault
from tests import database_copies, postgres
from tests.database_copies import Database

KINDS = ("sqlite", "postgresql")
FOLDER = pytest.StashKey[Path]()
LOCK = pytest.StashKey[Any]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the choice of databases."""
    parser.addoption(
        "--databases", default=",".join(KINDS), help=f"which of {', '.join(KINDS)} to test on"
    )
    parser.addoption(
        "--house-database", choices=KINDS, default="sqlite", help="what the browser tests run on"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder in its first process, and hand it to the others."""
    if hasattr(config, "workerinput"):
        config.stash[FOLDER] = Path(config.workerinput["databases"])
        return
    folder = config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="hearback-tests-"))
    lock = config.stash[LOCK] = (folder / "run").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if config.pluginmanager.has_plugin("xdist"):
        config.pluginmanager.register(HandsOver(folder))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run: without a server, the folder goes; with one, its guard sees to it."""
    lock = config.stash.get(LOCK, None)
    if lock:
        database_copies.forget(config.stash[FOLDER])
        lock.close()
        if not (config.stash[FOLDER] / postgres.READY).exists():
            shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


class HandsOver:
    """Tells xdist's processes which folder is the run's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pytest_configure_node(self, node: Any) -> None:
        """Put the folder where the other process finds it."""
        node.workerinput["databases"] = str(self._folder)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a database once per kind."""
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--databases").split(",")
        metafunc.parametrize("database_kind", chosen, scope="session")


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """What every process of this run shares."""
    return pytestconfig.stash[FOLDER]


@pytest.fixture(scope="session")
def template(database_kind: str, run_folder: Path) -> str:
    """The address of a database with all tables and no rows, made once per run."""
    return database_copies.template(database_kind, run_folder)


@pytest.fixture(scope="session")
def engine(template: str) -> Iterator[Engine]:
    """The database of this process; what tests write is rolled back."""
    with database_copies.copied(template) as database:
        yield database.engine


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings as a house has them that stands in a folder of this test's own."""
    return Settings.from_environment(
        {
            "HEARBACK_DATA": str(tmp_path),
            "HEARBACK_SECRET_KEY": "a key for tests",
            "HEARBACK_CREDENTIALS_KEY": Fernet.generate_key().decode(),
        }
    )


@pytest.fixture
def session(engine: Engine, settings: Settings) -> Iterator[Session]:
    """A session whose commits are undone at the end of the test."""
    vault = Vault(settings.credentials_keys)
    with for_writing(engine).connect() as connection:
        outer = connection.begin()
        with Session(
            connection,
            join_transaction_mode="create_savepoint",
            expire_on_commit=False,
            info={"clock": SystemClock(), "settings": settings, "vault": vault},
        ) as session:
            yield session
        outer.rollback()


@pytest.fixture
def committed_database(template: str) -> Iterator[Database]:
    """A database of this test's own, for several processes or threads."""
    with database_copies.copied(template) as database:
        yield database
