"""Does the number of a request go on in the jobs it asks for?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from rq import Queue

from inbox import gauges, logs, request_id
from inbox.jobs import worker
from inbox.logs import LogForm, LogLevel
from inbox.nudging import Nudger, QueueName
from inbox.runtime import Runtime
from tests.redis_server import RunningRedis, running_redis

NUMBER = "fedcba98-7654-3210-fedc-ba9876543210"


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RunningRedis]:
    with running_redis() as server:
        yield server


@pytest.fixture
def nudger(redis_server: RunningRedis) -> Nudger:
    redis_server.connection.flushdb()
    return Nudger(redis_server.connection)


def test_a_job_is_done_in_the_name_of_the_request_that_asked_for_it(
    nudger: Nudger, redis_server: RunningRedis, capsys: pytest.CaptureFixture[str]
) -> None:
    with request_id.given(NUMBER):
        nudger.mails([7])
    nudger.mails([8])
    logs.begin(LogForm.JSON, LogLevel.INFO)

    # There is no runtime in this process, so both fail, and say so.
    queue = Queue(QueueName.MAIL, connection=redis_server.connection)
    working = worker.Worker([queue], connection=redis_server.connection)
    working.work(burst=True, logging_level="WARNING")
    logs.begin()

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    done = {line["of"]: line for line in lines if "of" in line}
    assert (done[7]["job"], done[7]["request"]) == ("inbox.jobs.mail.send", NUMBER)
    assert "request" not in done[8]


def test_what_lies_on_a_queue_is_counted_with_the_age_of_its_first(nudger: Nudger) -> None:
    nudger.mails([1, 2, 3])

    lying = nudger.waiting()

    assert lying[QueueName.MAIL].count == 3
    since = lying[QueueName.MAIL].since
    assert since is not None
    assert since.utcoffset() == timedelta()
    assert (lying[QueueName.SEND].count, lying[QueueName.SEND].since) == (0, None)


def test_without_redis_nothing_is_said_of_queues(runtime: Runtime) -> None:
    assert gauges.queues(runtime) is None


@pytest.mark.parametrize(
    "given", ["", "short", "Not hexadecimal at all!", "a" * 65, "abc\ndef" * 3]
)
def test_a_number_that_could_be_anything_is_not_taken_over(given: str) -> None:
    assert not request_id.is_sound(given)


def test_numbers_of_proxies_and_our_own_are_sound() -> None:
    assert request_id.is_sound(NUMBER)
    assert request_id.is_sound(request_id.new())
