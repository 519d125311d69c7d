"""On whose word does each job act, and what becomes of it when they lost theirs?"""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from connectors.words import Verb
from inbox import deliveries, moderation, outbox, polling
from inbox.jobs import authority
from inbox.jobs.authority import DESK
from inbox.models import (
    Account,
    Conversation,
    Delivery,
    DeliveryState,
    Event,
    Message,
    Moderation,
    ModerationState,
    Role,
    User,
)
from inbox.moderation import Request, acting
from inbox.permissions import Permission
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.sandbox.running import Running

OF_THE_DESK = {
    "inbox.jobs.hooks.send",
    "inbox.jobs.intake.bulk",
    "inbox.jobs.intake.live",
    "inbox.jobs.intake.poll",
    "inbox.jobs.intake.webhook",
    "inbox.jobs.media.fetch",
    "inbox.jobs.media.fetch_of_post",
}
OF_A_PERSON = {
    "inbox.jobs.mail.send": {Permission.READ, Permission.REPORT},
    "inbox.jobs.moderation.act": {Permission.MODERATE},
    "inbox.jobs.outbox.deliver": {Permission.REPLY},
}
HIDE = Request(
    verb=Verb.HIDE,
    category="personal_details",
    reason="It names the street and number of a private person.",
    is_even_handed=True,
)
ANSWER = "It opens at six."


def test_every_job_declares_on_whose_word_it_acts() -> None:
    declared = {name: authority.of(job) for name, job in authority.every()}

    assert [name for name, one in declared.items() if one is None] == []
    assert {name for name, one in declared.items() if one is DESK} == OF_THE_DESK
    people = {name: one.needs for name, one in declared.items() if one and one is not DESK}
    assert people == OF_A_PERSON
    authority.refuse_undeclared()


@pytest.fixture
def comment(sandbox: Running, house: Runtime, page: Account) -> Message:
    """A resident's comment on the practice Page."""
    sandbox.publish(platform="facebook", text="Main Street is closed.")
    sandbox.say(platform="facebook", kind="comment", author="Rick", text="He lives at 12 Alder")
    polling.poll(house, page.id)
    with house.reading() as session:
        return session.scalars(select(Message)).one()


@pytest.fixture
def conversation(house: Runtime, comment: Message) -> Conversation:
    with house.reading() as session:
        return session.get_one(Conversation, comment.conversation_id)


def _becomes(house: Runtime, person: User, **values: object) -> None:
    with house.writing() as session:
        session.execute(update(User).where(User.id == person.id).values(**values))


def _delivered(house: Runtime, delivery: Delivery) -> Delivery:
    outbox.deliver(house, delivery.id)
    with house.reading() as session:
        return session.get_one(Delivery, delivery.id)


def _answers(sandbox: Running) -> list[str]:
    return [one["text"] for one in sandbox.sayings(platform="facebook") if one["from_department"]]


def _told(house: Runtime, name: str) -> list[str]:
    with house.reading() as session:
        rows = session.scalars(select(Event).where(Event.name == name))
        return [str(one.data["reason"]) for one in rows]


@pytest.mark.parametrize("lost", [{"role": Role.RECORDS}, {"is_active": False}])
def test_a_reply_of_somebody_who_may_send_none_any_more_stays_here_and_says_why(
    house: Runtime,
    sandbox: Running,
    build: Make,
    conversation: Conversation,
    lost: dict[str, object],
) -> None:
    ana = build.user("Ana Lopez")
    delivery = build.reply(conversation, ana, text=ANSWER)
    before = _answers(sandbox)
    _becomes(house, ana, **lost)

    failed = _delivered(house, delivery)

    assert failed.state is DeliveryState.FAILED
    assert (failed.reason or "").startswith("Ana Lopez may not send replies any more")
    assert _told(house, "reply.failed") == [failed.reason]
    assert _answers(sandbox) == before


def test_somebody_else_sends_it_again_on_their_own_word(
    house: Runtime, sandbox: Running, build: Make, conversation: Conversation
) -> None:
    ana, ben = build.user("Ana Lopez"), build.user("Ben Ortiz")
    delivery = build.reply(conversation, ana, text=ANSWER)
    _becomes(house, ana, is_active=False)
    _delivered(house, delivery)
    with house.writing() as session:
        deliveries.retry(session, delivery.id, by=ben)

    sent = _delivered(house, delivery)

    assert (sent.state, sent.released_by_id) == (DeliveryState.SENT, ben.id)
    assert ANSWER in _answers(sandbox)


def test_words_are_not_hidden_for_somebody_who_may_not_any_more(
    house: Runtime, sandbox: Running, build: Make, comment: Message
) -> None:
    rosa = build.user("Rosa Martinez")
    with house.writing() as session:
        asked = moderation.ask(session, comment.id, HIDE, by=rosa)
    _becomes(house, rosa, role=Role.RESPONDER)

    acting.act(house, asked.id)

    with house.reading() as session:
        row = session.get_one(Moderation, asked.id)
    assert row.state is ModerationState.FAILED
    assert (row.answer or "").startswith("Rosa Martinez may not decide about this any more")
    assert _told(house, "moderation.failed") == [row.answer]
    assert not sandbox.sayings(id=comment.external_id)[0]["hidden"]
