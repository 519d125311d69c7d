"""What becomes of replies of which nobody knew for a while whether they were published?"""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from connectors.errors import NeedsReconnection
from connectors.registry import CONNECTORS
from connectors.sending import Receipt
from inbox import accounts, by_hand, deliveries, notifying, outbox, polling, status
from inbox.models import (
    Account,
    AccountState,
    Conversation,
    Cursor,
    Delivery,
    DeliveryState,
    Message,
    NotificationKind,
    SearchEntry,
    Wait,
)
from inbox.outbox import claiming, outcomes
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.sandbox.running import Running

ANSWER = "It opens at six."


def _poll(house: Runtime, page: Account) -> None:
    with house.writing() as session:
        session.execute(update(Cursor).values(due_at=house.clock.now()))
    polling.poll(house, page.id)


def _now(house: Runtime, delivery: Delivery) -> Delivery:
    with house.reading() as session:
        return session.get_one(Delivery, delivery.id)


def _sent(sandbox: Running) -> list[str]:
    ours = [one for one in sandbox.sayings(platform="facebook") if one["from_department"]]
    return [one["text"] for one in ours]


def _look(house: Runtime, delivery: Delivery, times: int = 1) -> Delivery:
    assert isinstance(house.clock, SetClock)
    for _ in range(times):
        house.clock.advance(seconds=60)
        outbox.deliver(house, delivery.id)
    return _now(house, delivery)


def _undecided(house: Runtime, sandbox: Running, delivery: Delivery) -> None:
    """Let looking fail until a person is asked."""
    sandbox.faults(kind="status", platform="graph", status=503, count=None)
    assert _look(house, delivery, times=6).needs_person
    sandbox.clear_faults()


def _ask_again(house: Runtime, sandbox: Running, comment: Conversation, page: Account) -> Message:
    """Let Ana write once more, and our poll read it before it reads our own reply."""
    sandbox.advance(5)
    (ours,) = [one for one in sandbox.sayings(platform="facebook") if one["from_department"]]
    sandbox.unlist(ours["id"])
    again = sandbox.say(
        platform="facebook", kind="comment", author="Ana", text="Sure?", reply_to=comment.thread_id
    )
    _poll(house, page)
    sandbox.unlist(ours["id"], unlisted=False)
    with house.reading() as session:
        return session.scalars(select(Message).where(Message.external_id == again)).one()


def _waits(house: Runtime) -> list[Wait]:
    with house.reading() as session:
        return list(session.scalars(select(Wait).order_by(Wait.id)))


def test_what_is_discarded_while_it_is_looked_for_is_never_sent(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    ana = build.user()
    sandbox.faults(kind="reset_before", platform="graph", method="POST")
    delivery = build.reply(comment, ana, text=ANSWER)
    outbox.deliver(house, delivery.id)
    _undecided(house, sandbox, delivery)
    assert isinstance(house.clock, SetClock)
    house.clock.advance(seconds=60)
    looking = claiming.claim_to_look(house, delivery.id)
    assert looking

    with house.writing() as session:
        deliveries.discard(session, delivery.id, by=ana)
    outcomes.requeue(house, looking)

    assert _look(house, delivery).state is DeliveryState.TAKEN_BACK
    assert _sent(sandbox) == []


def test_of_two_replies_alike_the_published_one_does_not_stand_for_the_other(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    first = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, first.id)
    sandbox.faults(kind="reset_before", platform="graph", method="POST")
    second = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, second.id)

    assert isinstance(house.clock, SetClock)
    for _ in range(4):
        house.clock.advance(seconds=20)
        outbox.deliver(house, second.id)

    assert _now(house, first).published_id != _now(house, second).published_id
    assert _sent(sandbox) == [ANSWER, ANSWER]


def test_a_reply_that_shows_up_after_all_is_not_sent_again(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)
    (ours,) = [one for one in sandbox.sayings(platform="facebook") if one["from_department"]]
    sandbox.unlist(ours["id"])
    assert isinstance(house.clock, SetClock)
    for _ in range(3):
        house.clock.advance(seconds=20)
        outbox.deliver(house, delivery.id)
    assert _now(house, delivery).state is DeliveryState.QUEUED

    sandbox.unlist(ours["id"], unlisted=False)
    _poll(house, page)
    outbox.deliver(house, delivery.id)

    assert _now(house, delivery).state is DeliveryState.SENT
    assert _sent(sandbox) == [ANSWER]


def test_a_clock_of_ours_that_is_ahead_lets_no_reply_be_sent_twice(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.advance(minutes=10)
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)

    found = _look(house, delivery, times=4)

    assert found.state is DeliveryState.SENT
    assert _sent(sandbox) == [ANSWER]


def test_a_fault_of_our_own_while_looking_leaves_the_decision_to_a_person(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    delivery = build.reply(comment, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)
    with house.writing() as session:
        accounts.keep_credentials(session, page.id, {"an unknown form": "of credentials"})

    for _ in range(6):
        with pytest.raises(KeyError):
            _look(house, delivery)

    asked = _now(house, delivery)
    assert asked.needs_person
    assert "an error of Hearback" in (asked.reason or "")


def test_reading_an_accepted_reply_ends_no_wait_that_began_after_it(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    ana = build.user()
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    delivery = build.reply(comment, ana, text=ANSWER)
    outbox.deliver(house, delivery.id)
    _undecided(house, sandbox, delivery)
    with house.writing() as session:
        deliveries.accept(session, delivery.id, by=ana)
    asked = _ask_again(house, sandbox, comment, page)

    _poll(house, page)

    answered, waiting = _waits(house)
    reply, *_ = [one for one in build.messages(comment) if one.id == delivery.message_id]
    assert reply.external_id
    assert (answered.ended_by_message_id, answered.ended_at) == (reply.id, reply.sent_at)
    assert (waiting.opened_by_message_id, waiting.ended_at) == (asked.id, None)


def test_reading_an_accepted_reply_lets_nobody_wait_who_needs_no_reply(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    ana = build.user()
    sandbox.faults(kind="reset_after", platform="graph", method="POST")
    delivery = build.reply(comment, ana, text=ANSWER)
    outbox.deliver(house, delivery.id)
    _undecided(house, sandbox, delivery)
    with house.writing() as session:
        deliveries.accept(session, delivery.id, by=ana)
    _ask_again(house, sandbox, comment, page)
    with house.writing() as session:
        status.resolve(session, comment.id, by=ana, reason="thanks")

    _poll(house, page)

    assert [wait.ended_at is None for wait in _waits(house)] == [False, False]
    with house.reading() as session:
        assert session.get_one(Conversation, comment.id).waiting_since is None


def test_what_was_asked_between_an_answer_by_hand_and_the_word_for_it_waits(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    answer = sandbox.say(
        platform="facebook",
        kind="comment",
        text="At six.",
        as_department=True,
        reply_to=comment.thread_id,
    )
    sandbox.unlist(answer)
    sandbox.advance(5)
    assert isinstance(house.clock, SetClock)
    house.clock.advance(seconds=10)
    again = sandbox.say(
        platform="facebook", kind="comment", author="Ana", text="Sure?", reply_to=comment.thread_id
    )
    with house.writing() as session:
        by_hand.mark(session, comment.id, by=build.user())
    _poll(house, page)

    sandbox.unlist(answer, unlisted=False)
    _poll(house, page)

    with house.reading() as session:
        asked = session.scalars(select(Message).where(Message.external_id == again)).one()
        assert session.get_one(Conversation, comment.id).waiting_since == asked.sent_at


def test_a_token_of_before_stops_no_account_that_was_connected_again(
    house: Runtime, build: Make, comment: Conversation, page: Account
) -> None:
    delivery = build.reply(comment, build.user(), text=ANSWER)
    sending = claiming.claim_to_send(house, delivery.id)
    assert sending
    assert isinstance(house.clock, SetClock)
    house.clock.advance(seconds=1)
    build.account(
        "facebook",
        page.platform,
        external_id=page.external_id,
        credentials=sending.access.credentials,
        streams=CONNECTORS["facebook"].streams,
    )

    outcomes.stop_account(house, sending, NeedsReconnection("The token has ended."))

    with house.reading() as session:
        assert session.get_one(Account, page.id).state is AccountState.CONNECTED
    assert _look(house, delivery).state is DeliveryState.SENT


def test_who_tries_again_is_told_when_it_is_refused_again(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    ana = build.user()
    blocked = {"error": {"code": 368, "message": "Blocked", "type": "OAuthException"}}
    sandbox.faults(
        kind="status", platform="graph", method="POST", status=400, body=blocked, count=2
    )
    delivery = build.reply(comment, ana, text=ANSWER)
    outbox.deliver(house, delivery.id)
    with house.writing() as session:
        deliveries.retry(session, delivery.id, by=ana)

    assert _look(house, delivery).state is DeliveryState.FAILED

    with house.reading() as session:
        told = [one.kind for one in notifying.shown(session, ana)]
    assert told == [NotificationKind.ANSWER_FAILED, NotificationKind.ANSWER_FAILED]


def test_a_reply_that_a_poll_had_read_as_another_is_found_once(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, said = make.account(), incoming(sent_at=clock.at)
    make.received(account, [said])
    with runtime.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
    reply = make.reply(conversation, make.user(), text="See example.org")
    clock.advance(minutes=1)
    sending = claiming.claim_to_send(runtime, reply.id)
    assert sending
    read = native_answer(said, text="See https://t.co/x", sent_at=clock.at)
    make.received(account, [read])

    receipt = Receipt(external_id=read.external_id, accepted_at=clock.at)
    outcomes.confirm(runtime, sending, receipt)

    with runtime.reading() as session:
        found = session.scalars(select(SearchEntry.message_id).order_by(SearchEntry.message_id))
        assert found.all() == session.scalars(select(Message.id).order_by(Message.id)).all()
