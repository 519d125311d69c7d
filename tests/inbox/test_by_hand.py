from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.registry import CONNECTORS
from connectors.words import Platform
from inbox import by_hand, deliveries, outbox, polling
from inbox.models import Account, Conversation, Cursor, Delivery, DeliveryState, Event, Wait
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.connectors.x.conftest import OnX
from tests.factories.making import Make
from tests.sandbox.running import Running

ANSWER = "It opens at six."


@pytest.fixture
def x(sandbox: Running) -> OnX:
    on_x = OnX(sandbox)
    on_x.rules(summons="explicit")
    return on_x


@pytest.fixture
def handle(x: OnX, build: Make) -> Account:
    """The department's handle on X, connected."""
    return build.account(
        "x",
        Platform.X,
        external_id=x.me["id"],
        credentials=x.credentials(handle=x.me["handle"]),
        streams=CONNECTORS["x"].streams,
    )


@pytest.fixture
def question(house: Runtime, x: OnX, handle: Account) -> Conversation:
    """A plain reply below our post, which does not name us in its own words."""
    x.mention("why?", post=x.publish("Juniper Street is closed."))
    _poll(house, handle)
    with house.reading() as session:
        return session.scalars(select(Conversation)).one()


def _poll(house: Runtime, account: Account) -> None:
    with house.writing() as session:
        for cursor in session.scalars(select(Cursor).where(Cursor.account_id == account.id)):
            cursor.due_at = house.clock.now()
    polling.poll(house, account.id)


def _answer_on_x(x: OnX, question: Conversation) -> str:
    return x.mention("At six tomorrow.", as_department=True, reply_to=question.thread_id)


def _wait(house: Runtime) -> Wait:
    with house.reading() as session:
        return session.scalars(select(Wait)).one()


def _refused(house: Runtime, build: Make, question: Conversation) -> Delivery:
    delivery = build.reply(question, build.user(), text=ANSWER)
    outbox.deliver(house, delivery.id)
    with house.reading() as session:
        refused = session.get_one(Delivery, delivery.id)
    assert refused.state is DeliveryState.FAILED
    assert "mention or quote" in (refused.reason or "")
    return refused


def test_a_refused_reply_given_by_hand_ends_the_wait_and_is_never_called_sent(
    house: Runtime, build: Make, question: Conversation
) -> None:
    refused = _refused(house, build, question)
    ana = build.user()
    assert isinstance(house.clock, SetClock)
    house.clock.advance(seconds=60)

    with house.writing() as session:
        deliveries.mark_by_hand(session, refused.id, by=ana)

    wait = _wait(house)
    assert (wait.ended_by_message_id, wait.ended_at) == (refused.message_id, house.clock.now())
    with house.reading() as session:
        assert session.get_one(Delivery, refused.id).state is DeliveryState.BY_HAND
        event = session.scalars(select(Event).where(Event.name == "reply.by_hand")).one()
        assert (event.user_id, event.occurred_at) == (ana.id, house.clock.now())


def test_the_answer_found_on_x_takes_the_place_of_the_word_for_it(
    house: Runtime, build: Make, x: OnX, handle: Account, question: Conversation
) -> None:
    with house.writing() as session:
        marked = by_hand.mark(session, question.id, by=build.user())
    answer = _answer_on_x(x, question)

    _poll(house, handle)

    _question, shown = build.messages(question)
    assert (shown.id, shown.external_id, shown.text) == (marked.id, answer, "At six tomorrow.")
    wait = _wait(house)
    assert wait.ended_by_message_id == marked.id
    assert wait.ended_at == shown.sent_at != shown.by_hand_at


def test_an_answer_that_was_read_before_it_was_marked_stands_alone(
    house: Runtime, build: Make, x: OnX, handle: Account, question: Conversation
) -> None:
    refused = _refused(house, build, question)
    answer = _answer_on_x(x, question)
    _poll(house, handle)

    with house.writing() as session:
        deliveries.mark_by_hand(session, refused.id, by=build.user())

    with house.reading() as session:
        assert session.get_one(Delivery, refused.id).state is DeliveryState.TAKEN_BACK
    marked = [one.external_id for one in build.messages(question) if one.by_hand_at]
    assert marked == [answer]


def test_nothing_is_marked_where_nobody_waits_or_a_reply_is_on_its_way(
    house: Runtime, build: Make, question: Conversation
) -> None:
    ana = build.user()
    delivery = build.reply(question, ana)
    with house.writing() as session, pytest.raises(by_hand.StillOnItsWay):
        by_hand.mark(session, question.id, by=ana)

    with house.writing() as session:
        deliveries.take_back(session, delivery.id, by=ana)
        by_hand.mark(session, question.id, by=ana)
    with house.writing() as session, pytest.raises(by_hand.NobodyWaits):
        by_hand.mark(session, question.id, by=ana)


def test_what_was_written_before_the_word_and_read_after_it_opens_no_wait(
    house: Runtime, build: Make, x: OnX, handle: Account, question: Conversation
) -> None:
    with house.writing() as session:
        by_hand.mark(session, question.id, by=build.user())
    moment = (house.clock.now() - timedelta(milliseconds=1)).isoformat()
    x.mention("and how long?", author="Jane Doe", reply_to=question.thread_id, at=moment)

    _poll(house, handle)

    assert len(build.messages(question)) == 3
    assert _wait(house).ended_at is not None


def test_a_mark_that_was_a_mistake_lets_the_person_wait_since_they_did(
    house: Runtime, build: Make, question: Conversation
) -> None:
    refused, ana, began = _refused(house, build, question), build.user(), _wait(house).started_at

    for mark in (
        lambda session: deliveries.mark_by_hand(session, refused.id, by=ana).message_id,
        lambda session: by_hand.mark(session, question.id, by=ana).id,
    ):
        with house.writing() as session:
            message_id = mark(session)
        with house.writing() as session:
            by_hand.take_back(session, message_id, by=ana)
        wait = _wait(house)
        assert (wait.started_at, wait.ended_at, wait.ended_by_user_id) == (began, None, None)

    assert {one.text for one in build.messages(question)} == {"why?", ANSWER}
    with house.reading() as session:
        assert session.get_one(Delivery, refused.id).state is DeliveryState.FAILED
        assert session.get_one(Conversation, question.id).waiting_since == began


def test_an_answer_that_x_showed_is_no_mistake(
    house: Runtime, build: Make, x: OnX, handle: Account, question: Conversation
) -> None:
    ana = build.user()
    with house.writing() as session:
        marked = by_hand.mark(session, question.id, by=ana)
    _answer_on_x(x, question)
    _poll(house, handle)

    with house.writing() as session, pytest.raises(by_hand.NothingToTakeBack):
        by_hand.take_back(session, marked.id, by=ana)
