"""Is anything missed while Redis is away?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.clock import SystemClock
from inbox.models import User
from inbox.runtime import Runtime
from tests import houses
from tests.database_copies import Database, copied, template
from tests.factories.making import Make
from tests.redis_server import RunningRedis, running_redis
from tests.web.live.conftest import LiveDesk


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: nothing here depends on the database."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


@pytest.fixture
def own_redis() -> Iterator[RunningRedis]:
    with running_redis() as running:
        yield running


@pytest.fixture
def house(
    committed_database: Database, own_redis: RunningRedis, tmp_path: Path
) -> Iterator[Runtime]:
    runtime = houses.runtime(
        committed_database.engine, tmp_path, SystemClock(), REDIS_URL=own_redis.address
    )
    yield runtime
    runtime.redis.close()


def test_a_broken_line_to_redis_makes_browsers_ask_again(
    desk: LiveDesk, build: Make, own_redis: RunningRedis, ana: User
) -> None:
    tab = desk.settled_tab(ana)
    own_redis.connection.client_kill_filter(_type="pubsub")

    tab.news("again")
    made = build.conversation()
    assert [row["id"] for row in tab.watch()["rows"]] == [made.id]


def test_pushes_go_on_after_redis_was_wiped(
    desk: LiveDesk, build: Make, own_redis: RunningRedis, ana: User
) -> None:
    tab = desk.settled_tab(ana)
    own_redis.connection.flushall()

    made = build.conversation()

    tab.row(made.id)


def test_browsers_are_told_that_no_news_come_until_redis_is_back(
    desk: LiveDesk, build: Make, own_redis: RunningRedis, ana: User
) -> None:
    tab = desk.settled_tab(ana)

    own_redis.connection.shutdown(nosave=True)

    tab.news("away")
    assert tab.watch()["is_live"] is False


def test_without_redis_a_browser_still_joins_and_is_answered(
    desk: LiveDesk, build: Make, own_redis: RunningRedis, ana: User
) -> None:
    made = build.conversation()
    own_redis.connection.shutdown(nosave=True)

    answer = desk.tab(ana).watch(conversation=made.id, version=0)

    assert [row["id"] for row in answer["rows"]] == [made.id]
    assert answer["conversation"]["id"] == made.id
