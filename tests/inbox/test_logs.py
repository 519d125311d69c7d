"""What does a line of the log say?"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from inbox import logs, request_id
from inbox.logs import LogForm, LogLevel

NUMBER = "0123456789abcdef0123456789abcdef"
log = logging.getLogger("inbox.tests")


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    logs.begin()


def test_in_json_each_line_is_one_whatever_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(LogForm.JSON, LogLevel.INFO)

    with request_id.given(NUMBER):
        log.info("Two\nlines of %s", "Sofía", extra={"fields": {"status": 200}})
    log.error("It broke.", exc_info=ValueError("spilt"))

    said, broke = map(json.loads, capsys.readouterr().err.splitlines())
    assert said["message"] == "Two\nlines of Sofía"
    assert (said["level"], said["logger"], said["status"]) == ("info", "inbox.tests", 200)
    assert said["request"] == NUMBER
    assert said["time"].endswith("+00:00")
    assert "request" not in broke
    assert "ValueError: spilt" in broke["error"]


def test_for_people_the_number_of_the_request_stands_in_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.begin()

    log.warning("Nobody asked.")
    with request_id.given(NUMBER):
        log.warning("Somebody asked.")
    log.info("Not worth a line.")

    nobody, somebody = capsys.readouterr().err.splitlines()
    assert nobody.endswith("WARNING inbox.tests: Nobody asked.")
    assert somebody.endswith(f"WARNING inbox.tests [{NUMBER}]: Somebody asked.")


def test_beginning_twice_writes_once(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin()
    logs.begin()

    log.warning("Once.")

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_reference_is_the_beginning_of_the_number() -> None:
    with request_id.given(NUMBER):
        assert request_id.reference() == "01234567"
    assert len(request_id.reference()) == len("01234567")
