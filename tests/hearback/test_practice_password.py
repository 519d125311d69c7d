"""Is the password that the launcher shows one that lets people in?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearback import launcher
from hearback.launching import keys, plan, screen
from hearback.launching.plan import Plan
from hearback.seeding import department, moving_in
from hearback.seeding.password import lets_in
from inbox.config import Settings
from inbox.runtime import Runtime
from tests import houses

if TYPE_CHECKING:
    from tests.databases import Database

OLD, NEW = "harvest tractor violet", "lantern pebble orchard"


@pytest.fixture
def planned(committed_database: Database, tmp_path: Path, runtime: Runtime) -> Plan:
    """A start into a folder of its own, where the practice department has moved in before."""
    with runtime.writing() as session:
        department.add(session, OLD)
    url = committed_database.engine.url.render_as_string(hide_password=False)
    environment = houses.environment(tmp_path, DATABASE_URL=url)
    return Plan(settings=Settings.from_environment(environment), environment=environment)


def test_one_that_was_made_anew_is_neither_shown_nor_kept(planned: Plan) -> None:
    kept = planned.data / keys.SEED_PASSWORD
    keys.write(kept, NEW)

    shown = launcher._working(planned, NEW)  # noqa: SLF001 - what is decided between two screens

    assert shown is None
    assert not kept.exists()


def test_the_one_that_they_have_is_shown(planned: Plan) -> None:
    assert launcher._working(planned, OLD) == OLD  # noqa: SLF001 - as above


def test_one_that_is_given_is_set_also_where_another_was_kept_or_the_same(
    planned: Plan, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARBACK_SEED_PASSWORD", NEW)
    keys.write(planned.data / keys.SEED_PASSWORD, NEW)
    monkeypatch.setattr(moving_in, "_is_connected", lambda _runtime: True)

    assert plan.seed_words(planned.data) == ("seed", "--set-password")
    moving_in.move_in(runtime, NEW, set_password=True)

    with runtime.reading() as session:
        assert lets_in(session, NEW)
        assert not lets_in(session, OLD)


def test_without_one_the_screen_says_how_to_set_it(capsys: pytest.CaptureFixture[str]) -> None:
    screen.ready(
        screen.Ready(desk="d", sandbox="s", people=(), password=None, data=Path("/var/desk"))
    )

    assert "Password        as before; HEARBACK_SEED_PASSWORD=" in capsys.readouterr().out
