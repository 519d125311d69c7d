from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rq import Queue
from sqlalchemy import select, update

from connectors.words import Verb
from inbox import accounts, active_scheduler, health, leases, moderation, scheduling, unused
from inbox.models import Account, Delivery, DeliveryState, Lease
from inbox.nudging import QueueName
from inbox.rounds import Rounds
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.redis_server import RunningRedis, running_redis

if TYPE_CHECKING:
    from tests.databases import Database


@pytest.fixture(scope="session")
def redis_process() -> Iterator[RunningRedis]:
    with running_redis() as redis:
        yield redis


@pytest.fixture
def nudged(
    committed_database: Database, redis_process: RunningRedis, tmp_path: Path, clock: SetClock
) -> Iterator[Runtime]:
    """A runtime whose nudges go to a real, empty Redis."""
    redis_process.connection.flushall()
    runtime = houses.runtime(
        committed_database.engine, tmp_path, clock, REDIS_URL=redis_process.address
    )
    yield runtime
    runtime.redis.close()


@pytest.fixture
def make(nudged: Runtime) -> Make:
    """Makes things in the runtime whose nudges go to Redis."""
    return Make(nudged)


def _waiting(runtime: Runtime, queue: QueueName) -> list[int]:
    jobs = Queue(queue.value, connection=runtime.redis).jobs
    return [job.args[0] for job in jobs]


def test_a_due_account_is_nudged_once(make: Make, nudged: Runtime) -> None:
    account = make.account()

    scheduling.nudge_what_is_due(nudged)
    scheduling.nudge_what_is_due(nudged)

    assert _waiting(nudged, QueueName.POLL) == [account.id]


def test_a_nudge_that_was_lost_is_given_again(make: Make, nudged: Runtime, clock: SetClock) -> None:
    account = make.account()
    scheduling.nudge_what_is_due(nudged)
    nudged.redis.flushall()

    clock.advance(seconds=4)
    scheduling.nudge_what_is_due(nudged)

    assert _waiting(nudged, QueueName.POLL) == [account.id]


def test_a_held_reply_is_nudged_when_its_hold_ends(
    make: Make, nudged: Runtime, clock: SetClock
) -> None:
    delivery = make.reply(make.conversation(), make.user())
    scheduling.nudge_what_is_due(nudged)
    assert _waiting(nudged, QueueName.SEND) == []

    clock.advance(seconds=10)
    scheduling.nudge_what_is_due(nudged)

    assert _waiting(nudged, QueueName.SEND) == [delivery.id]


def test_a_dead_workers_reply_is_nudged_when_its_lease_has_run_out(
    make: Make, nudged: Runtime, clock: SetClock
) -> None:
    delivery = make.reply(make.conversation(), make.user())
    with nudged.writing() as session:
        session.execute(
            update(Delivery).values(
                state=DeliveryState.SENDING, leased_until=clock.at + timedelta(seconds=12)
            )
        )
    clock.advance(seconds=11)
    scheduling.nudge_what_is_due(nudged)
    assert _waiting(nudged, QueueName.SEND) == []

    clock.advance(seconds=2)
    scheduling.nudge_what_is_due(nudged)

    assert _waiting(nudged, QueueName.SEND) == [delivery.id]


def test_an_act_upon_a_message_is_nudged_though_its_first_nudge_was_lost(
    make: Make, nudged: Runtime, clock: SetClock
) -> None:
    (message,) = make.messages(make.conversation())
    with nudged.writing() as session:
        asked = moderation.ask(
            session, message.id, moderation.Request(verb=Verb.LIKE), by=make.user()
        )
    assert _waiting(nudged, QueueName.SEND) == [asked.id]
    nudged.redis.flushdb()
    clock.advance(seconds=1)

    scheduling.nudge_what_is_due(nudged)
    scheduling.nudge_what_is_due(nudged)

    assert _waiting(nudged, QueueName.SEND) == [asked.id]


def test_a_stopped_account_gets_neither_polls_nor_replies(
    make: Make, nudged: Runtime, clock: SetClock
) -> None:
    account = make.account()
    make.reply(make.conversation(account), make.user())
    with nudged.writing() as session:
        accounts.stop(session, account.id, "Facebook ended its access.")
    clock.advance(minutes=1)

    scheduling.nudge_what_is_due(nudged)

    assert _waiting(nudged, QueueName.SEND) == _waiting(nudged, QueueName.POLL) == []


def test_of_two_schedulers_one_stands_by(make: Make, nudged: Runtime) -> None:
    make.account()
    stop = threading.Event()
    schedulers = [threading.Thread(target=scheduling.run, args=(nudged, stop)) for _ in range(2)]
    for one in schedulers:
        one.start()
    stop.wait(1.2)
    stop.set()
    for one in schedulers:
        one.join()

    with nudged.reading() as session:
        names = session.scalars(select(Lease.name).order_by(Lease.name)).all()
        assert names == [leases.SCHEDULER, unused.TASK]
        assert session.scalars(select(Account.nudged_at)).one() is not None
    assert len(_waiting(nudged, QueueName.POLL)) == 1


def test_a_step_that_fails_keeps_no_other_waiting_and_is_told_once_a_minute(
    nudged: Runtime, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    account = make.account()

    def give_out_what_is_not_there(runtime: Runtime) -> None:
        with runtime.reading() as session:
            session.get_one(Account, account.id + 1)

    rounds = Rounds((give_out_what_is_not_there, scheduling.nudge_what_is_due))
    rounds.take(nudged)
    rounds.take(nudged)

    assert _waiting(nudged, QueueName.POLL) == [account.id]
    told = [one for one in caplog.records if one.exc_info]
    assert [one.getMessage() for one in told] == [
        "give_out_what_is_not_there fails; it is tried again in every round."
    ]


def test_whoever_checks_the_house_is_told_which_step_fails(nudged: Runtime) -> None:
    def give_out_what_is_not_there(runtime: Runtime) -> None:
        with runtime.reading() as session:
            session.get_one(Account, 1)

    active_scheduler.hold(nudged, "somebody")
    Rounds((scheduling.nudge_what_is_due,)).take(nudged)
    assert _said_of_the_scheduler(nudged) == (True, "at work")

    Rounds((give_out_what_is_not_there,)).take(nudged)
    is_ok, words = _said_of_the_scheduler(nudged)
    assert is_ok
    assert words.endswith(": give_out_what_is_not_there")


def _said_of_the_scheduler(runtime: Runtime) -> tuple[bool, str]:
    return next((one.ok, one.words) for one in health.check(runtime) if one.name == "scheduler")
