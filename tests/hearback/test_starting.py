"""Does a program that cannot work say so in a sentence, and one that can that it is up?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from gunicorn.arbiter import Arbiter

from hearback import listening, starting, wsgi
from hearback.command_line import main
from hearback.commands.serve import gunicorn
from inbox import health, logs, migrating
from inbox.config import Settings
from inbox.logs import LogLevel
from inbox.runtime import Runtime
from tests import database_copies, houses

if TYPE_CHECKING:
    from tests.databases import Database


@contextmanager
def opened(environment: dict[str, str]) -> Iterator[Runtime]:
    house = Runtime(Settings.from_environment(environment))
    yield house
    house.close()


@pytest.fixture
def environment(committed_database: Database, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A house whose database nobody has migrated."""
    with database_copies.without_tables(committed_database.url, tmp_path) as url:
        yield houses.environment(tmp_path, DATABASE_URL=url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where SQLite would keep a house."""
    return tmp_path / "desk.sqlite3"


def in_file(file: Path) -> dict[str, str]:
    return houses.environment(file.parent, DATABASE_URL=f"sqlite:///{file}")


def say(environment: dict[str, str], *words: str) -> Result:
    answer = CliRunner().invoke(main, list(words), env=environment)
    assert answer.exit_code == 1, answer.output
    assert "Traceback" not in answer.output
    return answer


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "kim@example.org", "Kim Ito"),
        ("account", "list"),
        ("backup", "new.backup"),
        ("key", "reseal"),
        ("worker",),
        ("scheduler",),
    ],
)
def test_without_tables_a_command_says_to_make_them(
    environment: dict[str, str], words: tuple[str, ...]
) -> None:
    assert "has no tables yet. Run `hearback migrate`" in say(environment, *words).output


def test_without_tables_the_desk_is_not_served_and_says_why(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as ended:
        wsgi.make()

    # By it gunicorn knows that starting another process would not help.
    assert ended.value.code == Arbiter.APP_LOAD_ERROR
    assert "has no tables yet. Run `hearback migrate`" in capsys.readouterr().err


def test_whoever_checks_a_house_without_tables_is_told(environment: dict[str, str]) -> None:
    with opened(environment) as house:
        told = health.check(house)[0]

    assert told == health.Check(
        "database", ok=False, words="It has no tables yet: run `hearback migrate`."
    )


@pytest.mark.parametrize(
    "words", [("seed", "--password", "long enough"), ("migrate",), ("worker",)]
)
def test_a_file_that_is_no_database_is_named(file: Path, words: tuple[str, ...]) -> None:
    file.write_bytes(b"spoilt " * 1000)

    told = say(in_file(file), *words).output

    assert f"{file} is damaged" in told
    assert "restore a back-up into a new HEARBACK_DATA" in told


def test_a_file_in_a_folder_that_is_gone_is_named(file: Path) -> None:
    gone = in_file(file) | {"DATABASE_URL": f"sqlite:///{file.parent / 'gone' / file.name}"}

    assert "does not answer (unable to open database file)" in say(gone, "user", "list").output


def test_a_server_that_cannot_be_reached_is_named_without_its_password(file: Path) -> None:
    away = in_file(file) | {"DATABASE_URL": "postgresql://desk:hidden-word@127.0.0.1:1/desk"}

    told = say(away, "user", "list").output

    assert "The database postgresql+psycopg://desk:***@127.0.0.1:1/desk does not answer" in told
    assert "hidden-word" not in told


def test_a_worker_without_redis_says_so(environment: dict[str, str]) -> None:
    with opened(environment) as house:
        migrating.upgrade(house.engine)

    assert "Redis does not answer (Error 111" in say(environment, "worker").output


def test_that_a_program_is_up_is_written_whatever_weight_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.begin(level=LogLevel.ERROR)
    starting.say("A worker is up.")
    listening.post_worker_init(
        SimpleNamespace(sockets=[SimpleNamespace(getsockname=lambda: ("127.0.0.1", 8000))])
    )
    logs.begin()

    up, listens = capsys.readouterr().err.splitlines()
    assert up.endswith("INFO hearback.starting: A worker is up.")
    assert listens.endswith("The desk listens on http://127.0.0.1:8000.")


def test_what_gunicorn_reads_first_imports_nothing_that_gevent_must_patch() -> None:
    assert "--config=python:hearback.listening" in gunicorn("127.0.0.1:8000", 1, "")
    asked = "import sys, hearback.listening; print('ssl' in sys.modules, 'inbox' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert answer.stdout.split() == [b"False", b"False"]
