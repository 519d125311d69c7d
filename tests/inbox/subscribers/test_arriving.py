"""Does what is told arrive: in order, again and again, and under one number?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

from inbox import tagging
from inbox.models import (
    AuditEvent,
    DispatchState,
    User,
)
from inbox.runtime import Runtime
from inbox.subscribers import choosing, given_up, sending
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.factories.receiver import Receiver
from tests.house import sources
from tests.inbox.subscribers.conftest import PRACTICE, Listen, do_round, due, rows, subscriber


def test_what_failed_is_tried_again_under_its_number(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    listen()
    there.answers = [500, 503]
    build.conversation()

    assert len(do_round(house)) == 1
    (waiting,) = rows(house)
    assert (waiting.state, waiting.attempts) == (DispatchState.WAITING, 1)
    assert waiting.problem == "It answered with status 500."
    assert subscriber(house).failing_since is not None
    do_round(house, seconds=12)
    do_round(house, seconds=40)

    (sent,) = rows(house)
    assert (sent.state, sent.attempts) == (DispatchState.SENT, 3)
    assert len({one.id for one in there.arrived}) == 1
    assert len({one.headers["webhook-timestamp"] for one in there.arrived}) == 3
    assert subscriber(house).failing_since is None
    assert subscriber(house).problem == ""


def test_the_rests_grow_up_to_three_hours_and_differ_by_chance() -> None:
    rests = [sending.rest(number) for number in range(1, 40)]

    assert timedelta(seconds=8) <= rests[0] <= timedelta(seconds=12)
    assert timedelta(seconds=24) <= rests[1] <= timedelta(seconds=36)
    assert max(rests) <= timedelta(hours=3.6)
    assert len(set(rests[20:])) > 1


def test_a_conversation_is_told_in_order_and_no_other_waits_for_it(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    listen("message.received", "conversation.tagged")
    first, ana = build.conversation(text="first"), build.user()
    with house.writing() as session:
        tagging.add(session, first.id, "road", by=ana)
    second = build.conversation(text="second")
    there.answers = [500]

    do_round(house)
    early = [(one.told["happening"], one.told["conversation"]["id"]) for one in there.arrived]
    do_round(house, seconds=12)

    assert early == [("message.received", first.id), ("message.received", second.id)]
    late = [(one.told["happening"], one.told["conversation"]["id"]) for one in there.arrived[2:]]
    assert late == [("message.received", first.id), ("conversation.tagged", first.id)]


def test_what_is_not_taken_for_a_day_is_given_up_and_the_receiver_paused_with_a_word(
    house: Runtime, build: Make, listen: Listen, there: Receiver, alex: User
) -> None:
    number, _ = listen()
    there.usual = 500
    build.conversation()

    for _ in range(40):
        do_round(house, hours=1)

    (dead,) = rows(house)
    tries = len(there.arrived)
    assert (dead.state, dead.problem) == (DispatchState.DEAD, "It answered with status 500.")
    assert 8 < tries < 20
    paused = subscriber(house)
    assert paused.paused_at is not None
    assert paused.paused_why == "It took nothing for a day."
    build.conversation()
    assert do_round(house, hours=1) == []

    there.usual = 200
    with house.writing() as session:
        given_up.replay(session, dead.id, by=alex)
    assert do_round(house) == []
    with house.writing() as session:
        choosing.resume(session, number, by=alex)
    do_round(house)

    assert [row.state for row in rows(house)] == [DispatchState.SENT] * 2
    numbers = [one.id for one in there.arrived]
    assert numbers[:tries] == [numbers[0]] * tries
    assert numbers.count(numbers[0]) == tries + 1
    with house.reading() as session:
        kept = session.query(AuditEvent).order_by(AuditEvent.id).all()
    assert [one.what for one in kept if one.what.startswith("webhook.")] == [
        "webhook.added",
        "webhook.paused",
        "webhook.replayed",
        "webhook.resumed",
    ]


def test_one_that_takes_the_rest_is_not_paused(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    listen()
    there.poisoned = {build.conversation().id}

    for _ in range(30):
        build.conversation()
        do_round(house, hours=1)

    states = [row.state for row in rows(house)]
    assert states == [DispatchState.DEAD] + [DispatchState.SENT] * 30
    assert subscriber(house).paused_at is None


def test_whoever_says_that_it_is_gone_is_paused_at_once(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    listen()
    there.answers = [410]
    build.conversation()

    do_round(house)

    assert rows(house)[0].state is DispatchState.DEAD
    assert subscriber(house).paused_why == "It says that nothing is taken there any more."


def test_a_worker_that_was_too_slow_changes_nothing_and_both_send_one_number(
    house: Runtime, build: Make, listen: Listen, there: Receiver, clock: SetClock
) -> None:
    listen()
    build.conversation()
    (number,) = due(house)

    def another_worker() -> None:
        clock.advance(minutes=2)
        sending.send(house, number)

    there.meanwhile, there.answers = another_worker, [200, 500]
    sending.send(house, number)

    (row,) = rows(house)
    assert (row.state, row.attempts) == (DispatchState.SENT, 2)
    assert len(there.arrived) == 2
    assert len({one.id for one in there.arrived}) == 1


def test_what_a_killed_worker_sent_comes_again_under_its_number(
    house: Runtime,
    build: Make,
    listen: Listen,
    there: Receiver,
    clock: SetClock,
) -> None:
    clock.at = datetime.now(UTC) - timedelta(seconds=30)
    listen()
    build.conversation(sent_at=clock.now())
    (number,) = due(house)
    arrived, killed = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        killed.wait(20)

    there.meanwhile = hold
    address = house.settings.database_url
    told = houses.environment(house.settings.data, DATABASE_URL=address, **PRACTICE)
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(number)],
        env={**os.environ, **told},
        cwd=sources.ROOT,
    )
    assert arrived.wait(20)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    killed.set()

    clock.at = datetime.now(UTC)
    assert do_round(house) == []
    do_round(house, minutes=1)

    assert rows(house)[0].state is DispatchState.SENT
    assert len(there.arrived) == 2
    assert len({one.id for one in there.arrived}) == 1


_WORKER = """
import sys
from hearback.running import runtime
from inbox.subscribers import sending
with runtime() as house:
    sending.send(house, int(sys.argv[1]))
"""


def test_what_was_taken_long_ago_is_forgotten_and_not_told_anew(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    listen()
    conversation, ana = build.conversation(), build.user()
    do_round(house)

    do_round(house, days=31)
    with house.writing() as session:
        tagging.add(session, conversation.id, "road", by=ana)
    build.conversation()
    do_round(house)

    assert len(there.arrived) == 2
    assert len(rows(house)) == 1
