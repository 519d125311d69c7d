from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from connectors.words import Audience, Direction, Kind, Platform
from inbox import accounts, deliveries, priority, replies
from inbox.models import Delivery, DeliveryState, Priority
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make


def test_a_reply_is_held_for_ten_seconds(make: Make, clock: SetClock) -> None:
    delivery = make.reply(make.conversation(), make.user())

    assert delivery.state is DeliveryState.QUEUED
    assert delivery.due_at == clock.at + timedelta(seconds=10)


def test_an_answer_to_somebody_at_risk_is_held_for_three(make: Make, clock: SetClock) -> None:
    ana, conversation = make.user(), make.conversation()
    with make.runtime.writing() as session:
        priority.change(session, conversation.id, to=Priority.URGENT, by=ana)

    assert make.reply(conversation, ana).due_at == clock.at + timedelta(seconds=3)


def test_the_same_token_twice_is_one_reply(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()

    first = make.reply(conversation, ana, client_token="once")
    second = make.reply(conversation, ana, client_token="once")

    assert first.id == second.id
    with runtime.reading() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 1


def test_taking_back_returns_the_text_to_its_author(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    delivery = make.reply(make.conversation(), ana, text="Not yet")

    with runtime.writing() as session:
        assert deliveries.take_back(session, delivery.id, by=ana) == "Not yet"

    with runtime.reading() as session:
        assert session.get_one(Delivery, delivery.id).state is DeliveryState.TAKEN_BACK


def test_what_has_left_cannot_be_taken_back(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    delivery = make.reply(make.conversation(), ana)
    with runtime.writing() as session:
        session.get_one(Delivery, delivery.id).state = DeliveryState.SENDING

    with pytest.raises(deliveries.AlreadyLeft), runtime.writing() as session:
        deliveries.take_back(session, delivery.id, by=ana)


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_an_empty_reply_is_refused(make: Make, words: str) -> None:
    with pytest.raises(replies.EmptyText):
        make.reply(make.conversation(), make.user(), text=words)


def test_a_reply_longer_than_the_platform_takes_says_by_how_much(make: Make) -> None:
    account = make.account("x", Platform.X)
    conversation = make.conversation(account, kind=Kind.MENTION)

    with pytest.raises(replies.TextTooLong, match="Shorten it by 20"):
        make.reply(conversation, make.user(), text="a" * 300)


def test_a_private_conversation_takes_no_public_reply(make: Make) -> None:
    conversation = make.conversation(kind=Kind.DIRECT_MESSAGE)

    with pytest.raises(replies.ReplyNotAllowed, match="nothing public"):
        make.reply(conversation, make.user())


def test_a_second_private_reply_to_one_comment_is_refused(make: Make) -> None:
    ana, conversation = make.user(), make.conversation()
    make.reply(conversation, ana, audience=Audience.PRIVATE)

    with pytest.raises(replies.ReplyNotAllowed, match="one private reply"):
        make.reply(conversation, ana, audience=Audience.PRIVATE)


def test_after_the_window_the_platform_is_not_even_asked(make: Make, clock: SetClock) -> None:
    conversation = make.conversation(kind=Kind.DIRECT_MESSAGE)
    clock.advance(days=8)

    with pytest.raises(replies.ReplyNotAllowed, match="closed"):
        make.reply(conversation, make.user(), audience=Audience.PRIVATE)


def test_a_stopped_account_says_so(make: Make, runtime: Runtime) -> None:
    account = make.account()
    conversation = make.conversation(account)
    with runtime.writing() as session:
        accounts.stop(session, account.id, "Facebook ended its access.")

    with pytest.raises(replies.ReplyNotAllowed, match="connected again"):
        make.reply(conversation, make.user())


def test_a_message_of_another_conversation_cannot_be_answered_here(make: Make) -> None:
    account = make.account()
    conversation, other = make.conversation(account), make.conversation(account)
    (message,) = make.messages(other)

    with pytest.raises(replies.ReplyNotAllowed, match="not in this conversation"):
        make.reply(conversation, make.user(), reply_to_message_id=message.id)


def test_a_conversation_where_nobody_wrote_cannot_be_answered(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation(direction=Direction.OUT, author=None)

    with pytest.raises(replies.ReplyNotAllowed, match="Nobody has written"):
        make.reply(conversation, make.user())


def test_a_reply_read_on_the_platform_before_it_was_confirmed_is_one_message(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    conversation = make.conversation(account)
    delivery = make.reply(conversation, make.user(), text="It is open.")
    with runtime.writing() as session:
        sending = session.get_one(Delivery, delivery.id)
        sending.state, sending.attempted_at = DeliveryState.SENDING, clock.at

    make.received(
        account,
        [
            incoming(
                thread_id=conversation.thread_id,
                external_id="published",
                direction=Direction.OUT,
                text="It is  open.",
                author=None,
                sent_at=clock.at + timedelta(seconds=1),
            )
        ],
    )

    _question, answer = make.messages(conversation)
    assert answer.external_id == "published"
    assert answer.author_user_id is not None
    with runtime.reading() as session:
        assert session.get_one(Delivery, delivery.id).state is DeliveryState.SENT


def test_a_placeholder_left_open_blocks_sending_and_is_named(make: Make) -> None:
    with pytest.raises(replies.VariableMissing, match=r"contact\.first_name"):
        make.reply(make.conversation(), make.user(), text="Thank you, {{ contact.first_name }}.")


def test_a_token_of_another_conversation_is_refused(make: Make) -> None:
    ana, account = make.user(), make.account()
    make.reply(make.conversation(account), ana, client_token="once")

    with pytest.raises(replies.TokenUsedElsewhere):
        make.reply(make.conversation(account), ana, client_token="once")
