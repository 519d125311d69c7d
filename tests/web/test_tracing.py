"""Under which number does a request run, and what is written of it?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask

from inbox import logs
from inbox.logs import LogForm, LogLevel
from inbox.models import Account
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person

NUMBER = "0123456789abcdef0123456789abcdef"
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.4"}


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    logs.begin(LogForm.JSON, LogLevel.INFO)
    yield capsys
    logs.begin()


def written(lines: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.readouterr().err.splitlines()]


def test_every_answer_bears_its_number_and_no_two_the_same(ana: Person) -> None:
    first, second = (ana.get("/desk/open").headers["X-Request-ID"] for _ in range(2))

    assert first != second
    assert len(first) == len(NUMBER)
    assert ana.get("/nowhere").headers["X-Request-ID"]


def test_the_number_of_a_proxy_of_ours_is_taken_over_and_nobody_elses(app: Flask) -> None:
    browser = app.test_client()

    def answered(given: str, **more: dict[str, str]) -> str:
        headers = {"X-Request-ID": given}
        return browser.get("/healthz", headers=headers, **more).headers["X-Request-ID"]

    assert answered(NUMBER) == NUMBER
    assert answered(NUMBER, environ_overrides=ELSEWHERE) != NUMBER
    assert answered("<script>alert(1)</script>") != "<script>alert(1)</script>"


def test_the_reference_on_the_page_leads_to_what_was_written(
    app: Flask, ana: Person, make: Make, runtime: Runtime, lines: pytest.CaptureFixture[str]
) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        account = session.get_one(Account, conversation.account_id)
        account.connector = "of a platform nobody knows"
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = ana.get(f"/desk/open/{conversation.id}", **{"X-Request-ID": NUMBER})

    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert f"Reference {NUMBER[:8].upper()}." in answer.text
    told = [one for one in written(lines) if "request" in one]
    assert {one["request"] for one in told} == {NUMBER}
    assert any("KeyError" in str(one.get("error", one["message"])) for one in told)


def test_what_is_written_of_a_request_says_where_and_how_long_and_not_what_was_looked_for(
    ana: Person, make: Make, lines: pytest.CaptureFixture[str]
) -> None:
    conversation = make.conversation()

    ana.get(f"/desk/open/{conversation.id}?q=Juniper+Street")

    (line,) = [one for one in written(lines) if one["logger"] == "web.tracing"]
    assert line["method"] == "GET"
    assert line["route"] == "/desk/<view>/<number:conversation_id>"
    assert line["numbers"] == {"conversation_id": conversation.id}
    assert line["status"] == HTTPStatus.OK
    assert line["user"] == ana.user.id
    assert isinstance(line["milliseconds"], float)
    assert "Juniper" not in json.dumps(line)
    assert "Ana" not in json.dumps(line)
