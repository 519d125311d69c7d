"""Does one command start a house, keep it running, and stop all of it?"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hearback import processes
from tests.hearback.launched import PASSWORD, Launched, is_ready, launched

BACK_SECONDS = 15


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launched]:
    with launched(tmp_path_factory.mktemp("house")) as house:
        yield house


def wait_until_ready(house: Launched) -> bool:
    patience = time.monotonic() + BACK_SECONDS
    while not is_ready(house):
        if time.monotonic() > patience:
            return False
        time.sleep(0.1)
    return True


def test_the_screen_says_where_the_desk_is_and_who_signs_in(house: Launched) -> None:
    assert house.address in house.said
    assert "rosa@mesaverde.example" in house.said
    assert PASSWORD in house.said
    assert f"{house.sandbox.address}/instagram" in house.said


def test_everything_answers(house: Launched) -> None:
    assert wait_until_ready(house)


def test_secrets_are_for_their_owner_alone(house: Launched) -> None:
    kept = ("secret_key", "credentials_key", "redis_password", "seed_password", "redis/redis.conf")

    assert [oct((house.data / name).stat().st_mode & 0o777) for name in kept] == ["0o600"] * 5


@pytest.mark.parametrize("word", ["hearback.wsgi:make()", "worker", "scheduler", "sandbox"])
def test_a_process_that_is_killed_comes_back(house: Launched, word: str) -> None:
    killed = min(processes.named(house.data, word))

    os.kill(killed, signal.SIGKILL)
    house.listen_for("was ended by signal 9. It starts again.")

    assert wait_until_ready(house)
    assert killed not in processes.named(house.data, word)


def test_redis_comes_back_at_the_same_address(house: Launched) -> None:
    os.kill(processes.redis_of(house.data), signal.SIGKILL)
    house.listen_for("Redis was ended by signal 9.")

    assert wait_until_ready(house)


def test_a_second_launcher_on_the_same_data_says_who_is_there(house: Launched) -> None:
    second = Launched(house.data)
    second.start()

    assert second.wait() == 1
    assert f"already running from {house.data} (process {house.process.pid})" in second.said


def test_a_taken_port_is_named_with_the_setting_that_moves_it(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        house = Launched(tmp_path, HEARBACK_PORT=str(port))
        house.start()

        assert house.wait() == 1
    assert house.said.strip() == (
        f"Port {port} is taken by another program. Stop it, or set HEARBACK_PORT to a free port."
    )


def test_one_port_for_desk_and_sandbox_is_refused(tmp_path: Path) -> None:
    house = Launched(tmp_path, HEARBACK_PORT="18000", SANDBOX_PORT="18000")
    house.start()

    assert house.wait() == 1
    assert house.said.strip() == (
        "HEARBACK_PORT and SANDBOX_PORT are both 18000. Give one of them another port."
    )


def test_a_data_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("not a folder")
    house = Launched(place)
    house.start()

    assert house.wait() == 1
    assert f"Nothing can be written to the data directory {place}" in house.said


def test_all_bad_settings_are_told_at_once(tmp_path: Path) -> None:
    house = Launched(tmp_path, HEARBACK_PORT="many", HEARBACK_POLL_SECONDS="soon")
    house.start()

    assert house.wait() == 1
    assert "HEARBACK_PORT must be" in house.said
    assert "HEARBACK_POLL_SECONDS must be" in house.said


def test_redis_starts_empty_when_it_cannot_read_its_files(tmp_path: Path) -> None:
    files = tmp_path / "redis" / "appendonlydir"
    files.mkdir(parents=True)
    (files / "appendonly.aof.manifest").write_text("not a manifest\n")

    with launched(tmp_path) as house:
        assert is_ready(house)
