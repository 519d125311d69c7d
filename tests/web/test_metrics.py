"""What does a monitor read, and who else?"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from connectors.webhooks import Source
from inbox import webhooks
from inbox.models import Account
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web import one_app

if TYPE_CHECKING:
    from tests.databases import Database

TOKEN = "a token for a monitor"
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.4"}
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def monitor(runtime: Runtime) -> FlaskClient:
    """A program on the machine itself."""
    return one_app.over(runtime).test_client()


def figures(answer: TestResponse) -> Figures:
    assert answer.status_code == HTTPStatus.OK
    return {
        (sample.name.removeprefix("hearback_"), frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def figure(told: Figures, name: str, **labels: str) -> float:
    return told[name, frozenset(labels.items())]


def test_it_says_how_much_waits_and_for_how_long(
    monitor: FlaskClient, make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    reply = make.reply(make.conversation(account), make.user())
    with runtime.writing() as session:
        session.get_one(Account, account.id).fetched_at = clock.now()
        webhooks.keep(session, Source.META, b"{}")
    clock.at = reply.due_at
    clock.advance(seconds=90)

    told = figures(monitor.get("/metrics"))

    assert figure(told, "open", what="replies", state="queued") == 1
    assert figure(told, "open_late_seconds", what="replies", state="queued") == 90
    assert figure(told, "open", what="replies", state="unknown") == 0
    assert figure(told, "open", what="pushes", state="waiting") == 1
    assert figure(told, "open", what="webhooks", state="dead") == 0
    here = {"account": str(account.id), "platform": "facebook"}
    assert figure(told, "account_connected", **here) == 1
    assert figure(told, "account_failing", **here) == 0
    assert figure(told, "account_fetched_seconds", **here) >= 90
    assert figure(told, "account_late_seconds", **here) >= 90


def test_it_says_which_part_does_not_answer_and_goes_on(monitor: FlaskClient) -> None:
    told = figures(monitor.get("/metrics"))

    assert figure(told, "part_answers", part="database") == 1
    assert figure(told, "part_answers", part="redis") == 0
    assert not any(name == "queue_jobs" for name, _ in told)


def test_it_counts_requests_by_route_and_never_by_address(monitor: FlaskClient, make: Make) -> None:
    def counted(status: str, route: str) -> float:
        labels = {"method": "GET", "route": route, "status": status}
        told = figures(monitor.get("/metrics"))
        return told.get(("request_seconds_count", frozenset(labels.items())), 0)

    before, lost = counted("2xx", "/healthz"), counted("4xx", "none")
    monitor.get("/healthz")
    monitor.get("/nowhere/at/all")

    assert counted("2xx", "/healthz") == before + 1
    assert counted("4xx", "none") == lost + 1


def test_nothing_of_residents_or_staff_is_in_it(monitor: FlaskClient, make: Make) -> None:
    account = make.account(name="Mesa Verde Police", handle="mesaverdepd")
    make.reply(make.conversation(account, text="My car is on fire"), make.user("Ana Lopez"))

    told = monitor.get("/metrics").text

    assert f'account="{account.id}"' in told
    assert [one for one in ("Mesa", "mesa", "Ana", "fire", "Juniper") if one in told] == []


def test_without_a_token_only_the_machine_itself_may_ask(monitor: FlaskClient) -> None:
    through = {"X-Forwarded-For": "127.0.0.1"}

    assert monitor.get("/metrics").status_code == HTTPStatus.OK
    refused = monitor.get("/metrics", environ_overrides=ELSEWHERE)
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "hearback_" not in refused.text
    assert monitor.get("/metrics", headers=through).status_code == HTTPStatus.FORBIDDEN


def test_with_a_token_it_opens_from_anywhere_and_nothing_else_does(
    committed_database: Database, tmp_path: Path, clock: SetClock
) -> None:
    house = houses.runtime(committed_database.engine, tmp_path, clock, HEARBACK_METRICS_TOKEN=TOKEN)
    monitor = one_app.over(house).test_client()

    def asked(authorization: str) -> int:
        headers = {"Authorization": authorization}
        return monitor.get("/metrics", headers=headers, environ_overrides=ELSEWHERE).status_code

    assert asked(f"Bearer {TOKEN}") == HTTPStatus.OK
    assert asked(f"Bearer {TOKEN}x") == HTTPStatus.FORBIDDEN
    assert asked("Bearer é") == HTTPStatus.FORBIDDEN
    assert monitor.get("/metrics").status_code == HTTPStatus.FORBIDDEN
    house.redis.close()
