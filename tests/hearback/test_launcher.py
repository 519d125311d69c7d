"""Does one command start a house, keep it running, and stop all of it?"""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.hearback import processes
from tests.hearback.launched import PASSWORD, Launched, is_ready, launched
from tests.hearback.planted import SUPERVISOR, Planted, plant, signed_in

BACK_SECONDS = 45
VERIFY_TOKEN = "planted-verify-token"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launched]:
    given = {"HEARBACK_META_VERIFY_TOKEN": VERIFY_TOKEN}
    with launched(tmp_path_factory.mktemp("house"), **given) as house:
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
    assert re.search(r"rosa@mesaverde\.example +Rosa Martinez answers people", house.said)
    assert re.search(r"alex@mesaverde\.example +Alex Reyes administers, cannot answer", house.said)
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
    family = processes.family(house.data, killed)

    os.kill(killed, signal.SIGKILL)
    house.listen_for("was ended by signal 9. It starts again.")

    assert processes.are_gone(house.data, family)
    assert wait_until_ready(house)


def test_redis_comes_back_at_the_same_address(house: Launched) -> None:
    os.kill(processes.redis_of(house.data), signal.SIGKILL)
    house.listen_for("Redis was ended by signal 9.")

    assert wait_until_ready(house)


def test_no_secret_can_be_read_beside_its_key_files_whatever_goes_wrong(house: Launched) -> None:
    planted = plant(house, verify_token=VERIFY_TOKEN)
    fail_with_our_secrets(house, planted)
    answered = use_secrets_in_the_wrong_places(house, planted)
    for place in ("/accounts", f"/desk/open/{answered}"):
        wait_until_shown(house, place, "Malformed token")

    assert planted.found() == []
    house.sandbox.clear_faults()


def fail_with_our_secrets(house: Launched, planted: Planted) -> None:
    """Let the platforms refuse, and repeat in their words what they were sent."""
    page, session = planted.said("facebook page_token"), planted.said("x access_token")
    refusal = {"error": {"code": 368, "message": f"Malformed token {page}"}}
    answers: list[dict[str, Any]] = [
        {"route": "*/feed", "status": 400, "body": refusal},
        {"route": "*/comments", "method": "POST", "status": 400, "body": refusal},
        {"platform": "x", "status": 403, "body": {"detail": f"Malformed token {session}"}},
        {"platform": "instagram_private", "status": 500, "body": f"Malformed token {session}"},
    ]
    house.sandbox.faults(*({"kind": "status", "count": None, **one} for one in answers))
    house.sandbox.faults(kind="reset_before", route="*/conversations", count=1)
    house.sandbox.faults(kind="html", route="*/visitor_posts", count=1)


def use_secrets_in_the_wrong_places(house: Launched, planted: Planted) -> int:
    """Answer, sign in, call and push with what is true, false or in the wrong place.

    Return which conversation was answered.
    """
    api = {"Authorization": f"Bearer {planted.api_token}", "Idempotency-Key": "planted"}
    program = requests.Session()
    desk = f"{house.address}/api/v1"
    waiting = program.get(f"{desk}/conversations", {"platform": "facebook"}, headers=api).json()
    comment = next(one for one in waiting["items"] if one["kind"] == "comment")
    answer = {"text": "At six.", "audience": "public"}
    program.post(f"{desk}/conversations/{comment['id']}/replies", json=answer, headers=api)
    browser = signed_in(house)
    browser.post(
        f"{house.address}/accounts/connections/instagram_private/password",
        {"username": "mesaverdepd.community", "password": planted.said("password")},
    )
    browser.post(f"{house.address}/sign-in", {"email": "rosa@mesaverde.example", "password": "no"})
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "7"}
    program.get(f"{house.address}/webhooks/meta", asked)
    program.post(f"{house.address}/webhooks/meta", data=planted.said("app_secret"))
    program.get(f"{desk}/conversations", {"token": planted.api_token})
    program.get(f"{house.address}/{planted.said('consumer_secret')}")
    return int(comment["id"])


def wait_until_shown(house: Launched, place: str, words: str) -> None:
    browser, patience = signed_in(house, SUPERVISOR), time.monotonic() + BACK_SECONDS
    while words not in browser.get(f"{house.address}{place}").text:
        assert time.monotonic() < patience, f"{place} never says {words!r}"
        time.sleep(0.2)


def test_whoever_is_refused_cannot_fill_the_log(house: Launched) -> None:
    log = house.data / "logs" / "web.log"
    before, stranger = log.stat().st_size, requests.Session()

    refused = stranger.post(f"{house.address}/webhooks/meta", data="{}")
    nobody = stranger.get(f"{house.address}/api/v1/conversations")
    missing = signed_in(house, SUPERVISOR).get(f"{house.address}/desk/open/999999")

    assert [one.status_code for one in (refused, nobody, missing)] == [403, 401, 404]
    assert "Traceback" not in log.read_text()[before:]


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
