"""Does a house stop as a whole, whoever stops it, and keep what it had?"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hearback.seeding import department
from inbox.models import User
from tests.database_copies import Database
from tests.hearback import processes
from tests.hearback.launched import Launched, is_ready, launched

# Sooner, it would count as the same key press.
A_MOMENT_SECONDS = 0.7
STAFF = len(department.STAFF)


def test_one_interrupt_stops_everything_and_the_data_stays(
    tmp_path: Path, committed_database: Database
) -> None:
    with launched(tmp_path, DATABASE_URL=committed_database.url) as first:
        first.interrupt()

        assert first.wait() == 0
        assert processes.of_house(tmp_path) == []
    assert staff_of(committed_database) == STAFF
    with launched(tmp_path, DATABASE_URL=committed_database.url) as second:
        assert is_ready(second)
        assert second.sandbox.sayings()
    assert staff_of(committed_database) == STAFF


def staff_of(database: Database) -> int | None:
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(User))


def test_nothing_is_left_when_the_launcher_is_killed(tmp_path: Path) -> None:
    with launched(tmp_path) as house:
        house.process.kill()
        house.wait()

        assert processes.all_gone(tmp_path)


def test_a_second_interrupt_does_not_wait_for_a_process_that_hangs(tmp_path: Path) -> None:
    with launched(tmp_path) as house:
        os.kill(processes.named(tmp_path, "scheduler")[0], signal.SIGSTOP)
        house.interrupt()
        house.listen_for("Stopping")
        time.sleep(A_MOMENT_SECONDS)
        house.interrupt()

        assert house.wait() == 0
        assert processes.of_house(tmp_path) == []


def test_an_interrupt_while_starting_stops_everything(tmp_path: Path) -> None:
    house = Launched(tmp_path)
    house.start()
    house.listen_for("Sandbox")
    house.interrupt()

    assert house.wait() == 0
    assert processes.of_house(tmp_path) == []
