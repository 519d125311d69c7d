"""Does a house stop as a whole, whoever stops it, and keep what it had?

A house takes long to start, so each is asked as much as it can answer.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from hearback.seeding import department
from inbox.models import User
from tests.hearback import processes
from tests.hearback.launched import Launched, is_ready, launched

# Sooner, it would count as the same key press.
A_MOMENT_SECONDS = 0.7
STAFF = len(department.STAFF)


def test_a_house_keeps_its_data_and_leaves_nothing_behind_however_it_ends(tmp_path: Path) -> None:
    with launched(tmp_path) as interrupted:
        interrupted.interrupt()

        assert interrupted.wait() == 0
        assert processes.of_house(tmp_path) == []
    assert staff_of(tmp_path) == STAFF
    spoil_what_redis_kept(tmp_path)
    with launched(tmp_path) as killed:
        assert is_ready(killed)
        assert killed.sandbox.sayings()
        killed.process.kill()
        killed.wait()

        assert processes.all_gone(tmp_path)
    assert staff_of(tmp_path) == STAFF


def staff_of(data: Path) -> int | None:
    engine = create_engine(f"sqlite:///{data / 'hearback.sqlite3'}")
    with Session(engine) as session:
        found = session.scalar(select(func.count()).select_from(User))
    engine.dispose()
    return found


def spoil_what_redis_kept(data: Path) -> None:
    """Leave files that Redis cannot read: it starts empty then."""
    (manifest,) = (data / "redis").rglob("*.manifest")
    manifest.write_text("not a manifest\n")


def test_an_interrupt_while_starting_stops_everything(tmp_path: Path) -> None:
    with starting(tmp_path) as house:
        house.interrupt()

        assert house.wait() == 0
        assert processes.of_house(tmp_path) == []


def test_a_second_interrupt_does_not_wait_for_a_process_that_hangs(tmp_path: Path) -> None:
    with starting(tmp_path) as house:
        os.kill(processes.named(tmp_path, "sandbox")[0], signal.SIGSTOP)
        house.interrupt()
        house.listen_for("Stopping")
        time.sleep(A_MOMENT_SECONDS)
        house.interrupt()

        assert house.wait() == 0
        assert processes.of_house(tmp_path) == []


@contextmanager
def starting(data: Path) -> Iterator[Launched]:
    """Start a house and go on as soon as its sandbox answers."""
    house = Launched(data)
    house.start()
    try:
        house.listen_for("Sandbox")
        yield house
    finally:
        house.stop()
