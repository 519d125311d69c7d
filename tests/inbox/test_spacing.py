from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.words import Audience, Kind, Platform
from inbox import deliveries
from inbox.models import Account, Conversation, Delivery, User
from inbox.runtime import Runtime
from tests.factories.making import Make

QUARTER = timedelta(minutes=15)


@pytest.fixture
def ana(make: Make) -> User:
    return make.user()


@pytest.fixture
def account(make: Make) -> Account:
    return make.account(connector="x", platform=Platform.X)


@pytest.fixture
def thread(make: Make, account: Account) -> Conversation:
    return make.conversation(account, kind=Kind.DIRECT_MESSAGE)


def _messages(make: Make, thread: Conversation, by: User, count: int) -> list[Delivery]:
    return [make.reply(thread, by, audience=Audience.PRIVATE) for _ in range(count)]


def test_the_sixteenth_message_in_fifteen_minutes_waits_for_the_first_to_leave_them(
    make: Make, thread: Conversation, ana: User
) -> None:
    *first, sixteenth, seventeenth = _messages(make, thread, ana, 17)

    assert {one.due_at for one in first} == {first[0].due_at}
    assert {one.reason for one in first} == {None}
    assert sixteenth.due_at == first[0].due_at + QUARTER
    assert sixteenth.reason == "X allows 15 messages in 15 minutes."
    assert seventeenth.due_at == sixteenth.due_at


def test_sending_now_does_not_break_the_pace(
    make: Make, thread: Conversation, ana: User, runtime: Runtime
) -> None:
    *first, sixteenth = _messages(make, thread, ana, 16)

    with runtime.writing() as session:
        deliveries.send_now(session, first[0].id, by=ana)
        hurried = deliveries.send_now(session, sixteenth.id, by=ana)

    assert hurried.due_at >= runtime.clock.now() + QUARTER
    assert hurried.reason


def test_what_was_taken_back_and_what_is_public_leave_room(
    make: Make, ana: User, account: Account, thread: Conversation, runtime: Runtime
) -> None:
    first, *_others = _messages(make, thread, ana, 15)
    with runtime.writing() as session:
        deliveries.take_back(session, first.id, by=ana)
    (in_its_place,) = _messages(make, thread, ana, 1)
    assert in_its_place.reason is None

    mention = make.conversation(account, kind=Kind.MENTION)
    assert make.reply(mention, ana).reason is None
    assert make.reply(mention, ana, audience=Audience.PRIVATE).reason
