from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from connectors.words import Audience
from inbox import deliveries, leases, notifying, outbox, polling
from inbox.models import (
    Account,
    AccountState,
    Conversation,
    Cursor,
    Delivery,
    DeliveryState,
    Event,
    Message,
    NotificationKind,
    User,
    Wait,
)
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running

ANSWER = "It opens at six."


def _delivery(house: Runtime, delivery: Delivery) -> Delivery:
    with house.reading() as session:
        return session.get_one(Delivery, delivery.id)


def _answers(sandbox: Running) -> list[str]:
    return [one["text"] for one in sandbox.sayings(platform="facebook") if one["from_department"]]


def _later(house: Runtime, delivery: Delivery, times: int = 1, **span: float) -> Delivery:
    """Let time pass and a worker act, as often as asked."""
    assert isinstance(house.clock, SetClock)
    for _ in range(times):
        house.clock.advance(**(span or {"seconds": 20}))
        outbox.deliver(house, delivery.id)
    return _delivery(house, delivery)


def _told(runtime: Runtime, user: User) -> list[NotificationKind]:
    with runtime.reading() as session:
        return [one.kind for one in notifying.shown(session, user)]


def test_a_reply_is_published_once_and_ends_the_wait(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER)

    outbox.deliver(house, delivery.id)
    outbox.deliver(house, delivery.id)

    assert _delivery(house, delivery).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]
    with house.reading() as session:
        wait = session.scalars(select(Wait)).one()
        assert wait.ended_by_message_id == delivery.message_id
        assert session.get_one(Conversation, comment.id).waiting_since is None


def test_who_writes_while_a_reply_is_on_its_way_goes_on_waiting(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER)
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    outbox.deliver(house, delivery.id)
    sandbox.advance(5)
    again = sandbox.say(
        platform="facebook", kind="comment", author="Ana", text="Sure?", reply_to=comment.thread_id
    )
    with house.writing() as session:
        session.execute(update(Cursor).values(due_at=house.clock.now()))
    polling.poll(house, page.id)

    assert _later(house, delivery).state is DeliveryState.SENT

    with house.reading() as session:
        asked = session.scalars(select(Message).where(Message.external_id == again)).one()
        waits = session.scalars(select(Wait).order_by(Wait.id)).all()
        assert [wait.ended_by_message_id for wait in waits] == [delivery.message_id, None]
        assert waits[-1].opened_by_message_id == asked.id
        assert session.get_one(Conversation, comment.id).waiting_since == asked.sent_at


def test_the_published_reply_is_not_taken_in_a_second_time(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)

    _later(house, delivery, seconds=60)
    polling.poll(house, page.id)

    assert [message.text for message in build.messages(comment)] == ["When?", ANSWER]
    with house.reading() as session:
        wait = session.scalars(select(Wait)).one()
        message = session.get_one(Message, delivery.message_id)
        assert wait.ended_at == message.sent_at


def test_a_reply_is_not_sent_before_its_hold_has_passed(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER)
    with house.writing() as session:
        session.get_one(Delivery, delivery.id).due_at = house.clock.now() + timedelta(seconds=10)

    outbox.deliver(house, delivery.id)
    assert _answers(sandbox) == []

    assert _later(house, delivery, seconds=11).state is DeliveryState.SENT


@pytest.mark.parametrize("fault", ["reset_after", "error_after_write"])
def test_an_answer_lost_after_the_write_is_found_and_not_repeated(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, fault: str
) -> None:
    sandbox.faults(kind=fault, platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)

    outbox.deliver(house, delivery.id)
    assert _delivery(house, delivery).state is DeliveryState.UNKNOWN

    assert _later(house, delivery).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]


def test_what_certainly_never_arrived_is_sent_again_after_three_looks(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    sandbox.faults(kind="reset_before", platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)

    assert _later(house, delivery, times=2).state is DeliveryState.UNKNOWN
    assert _answers(sandbox) == []
    assert _later(house, delivery, times=2).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]


def test_a_worker_killed_while_sending_leaves_an_unknown_outcome_that_is_looked_up(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)
    with house.writing() as session:
        left = session.get_one(Delivery, delivery.id)
        left.state, left.leased_by = DeliveryState.SENDING, "killed"
        left.leased_until = house.clock.now() + leases.LEASE
        session.get_one(Message, delivery.message_id).external_id = None

    assert _later(house, delivery, seconds=5).state is DeliveryState.SENDING
    assert _later(house, delivery).state is DeliveryState.UNKNOWN
    assert _later(house, delivery).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]


def test_while_the_platform_cannot_be_looked_at_a_person_is_asked(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    ana = build.user()
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    delivery = build.reply(comment, ana, text=ANSWER)
    outbox.deliver(house, delivery.id)
    sandbox.faults(kind="status", platform="graph", status=503, count=None)

    asked = _later(house, delivery, times=6, seconds=60)

    assert asked.state is DeliveryState.UNKNOWN
    assert asked.needs_person
    assert _told(house, ana) == [NotificationKind.ANSWER_UNKNOWN]
    sandbox.clear_faults()
    assert _later(house, delivery, seconds=60).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]


def test_looks_that_failed_do_not_count_as_looks_that_found_nothing(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    sandbox.faults(kind="reset_before", platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)
    sandbox.faults(kind="status", platform="graph", status=503, count=None)
    _later(house, delivery, times=2)
    sandbox.clear_faults()

    seen_twice = _later(house, delivery, times=2, seconds=60)

    assert (seen_twice.state, seen_twice.times_not_found) == (DeliveryState.UNKNOWN, 2)
    assert _later(house, delivery, seconds=60).state is DeliveryState.QUEUED


def test_a_decision_that_was_asked_for_is_asked_no_more_once_it_is_queued_again(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    sandbox.faults(kind="reset_before", platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)
    sandbox.faults(kind="status", platform="graph", status=503, count=None)
    assert _later(house, delivery, times=6, seconds=60).needs_person
    sandbox.clear_faults()

    again = _later(house, delivery, times=3, seconds=60)

    assert (again.state, again.needs_person) == (DeliveryState.QUEUED, False)
    assert _later(house, delivery).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]


def test_a_refused_reply_stays_with_its_author_with_the_reason(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    sandbox.faults(
        kind="status",
        platform="graph",
        method="POST",
        status=400,
        body={
            "error": {"code": 368, "message": "The action was blocked", "type": "OAuthException"}
        },
    )
    ana = build.user()
    delivery = build.reply(comment, ana, text=ANSWER)

    outbox.deliver(house, delivery.id)

    failed = _delivery(house, delivery)
    assert failed.state is DeliveryState.FAILED
    assert failed.reason
    assert _told(house, ana) == [NotificationKind.ANSWER_FAILED]
    with house.writing() as session:
        deliveries.retry(session, delivery.id, by=ana)
    assert _later(house, delivery).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]


def test_a_rate_limit_postpones_the_reply(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    sandbox.faults(kind="rate_limit", platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)

    outbox.deliver(house, delivery.id)

    waiting = _delivery(house, delivery)
    assert waiting.state is DeliveryState.QUEUED
    assert waiting.due_at > house.clock.now()
    assert _later(house, delivery, hours=2).state is DeliveryState.SENT
    assert _answers(sandbox) == [ANSWER]


def test_a_revoked_token_stops_the_account_and_holds_the_reply(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER)
    sandbox.revoke("facebook", "mesaverdepd")

    outbox.deliver(house, delivery.id)

    assert _delivery(house, delivery).state is DeliveryState.QUEUED
    with house.reading() as session:
        assert session.get_one(Account, page.id).state is AccountState.NEEDS_RECONNECTION
        assert "reply.held" in session.scalars(select(Event.name)).all()


def test_a_private_reply_to_a_comment_reaches_its_writer(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER, audience=Audience.PRIVATE)

    outbox.deliver(house, delivery.id)

    assert _delivery(house, delivery).state is DeliveryState.SENT
    (sent,) = [one for one in sandbox.sayings(platform="facebook") if one["from_department"]]
    assert sent["kind"] == "direct_message"


def test_a_person_who_saw_the_reply_settles_it_and_the_poll_names_it_later(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    ana = build.user()
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    delivery = build.reply(comment, ana, text=ANSWER)
    outbox.deliver(house, delivery.id)
    sandbox.faults(kind="status", platform="graph", status=503, count=None)
    _later(house, delivery, times=6, seconds=60)

    with house.writing() as session:
        deliveries.accept(session, delivery.id, by=ana)
    sandbox.clear_faults()
    polling.poll(house, page.id)

    question, answer = build.messages(comment)
    assert (question.text, answer.text) == ("When?", ANSWER)
    assert answer.external_id
    assert _answers(sandbox) == [ANSWER]
    with house.reading() as session:
        assert session.get_one(Conversation, comment.id).waiting_since is None
