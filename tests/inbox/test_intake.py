from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from connectors.pages import Author, Page, RawBody
from connectors.words import Direction, Kind
from inbox import accounts, chain, intake, status, timeline
from inbox.models import (
    Account,
    Capture,
    Contact,
    Conversation,
    Event,
    Message,
    MessageVersion,
    Post,
    Status,
    Wait,
    WaitEnd,
)
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

HOSTILE = [
    "<script>alert('x')</script>",
    "\u202egnp.exe\u2066",
    "x" * 100_000,
    "",
    "🚨🚓👮🏽‍♀️",
    "half \ud83d",
    "nul \x00 inside",
    "\ufffe0000 looks escaped",
]


def _count(runtime: Runtime, model: type) -> int:
    with runtime.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_comment_becomes_one_conversation_with_its_contact_post_and_wait(
    make: Make, runtime: Runtime
) -> None:
    item = incoming(author=Author(external_id="7", name="Denise Okafor", handle="denise"))

    received = make.received(make.account(), [item])

    assert received == intake.Received(seen=1, new=1)
    with runtime.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
        assert conversation.status is Status.OPEN
        assert conversation.waiting_since == item.sent_at
        assert conversation.snippet == item.text
        assert conversation.is_unread
        assert session.scalars(select(Contact)).one().name == "Denise Okafor"
        assert session.scalars(select(Post)).one().text == "Juniper Street is closed today."
        assert session.scalars(select(Wait)).one().is_first
        assert session.scalars(select(Event.name).order_by(Event.id)).all() == [
            "account.connected",
            "message.received",
        ]


def test_the_same_page_twice_adds_nothing(make: Make, runtime: Runtime) -> None:
    account, page = make.account(), [incoming() for _ in range(5)]

    make.received(account, page)
    again = make.received(account, page)

    assert again == intake.Received(seen=5, new=0)
    assert _count(runtime, Message) == _count(runtime, Wait) == 5


def test_the_same_message_twice_in_one_page_is_one_message(make: Make, runtime: Runtime) -> None:
    item = incoming()

    make.received(make.account(), [item, item])

    assert _count(runtime, Message) == 1


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_kept_exactly_as_they_came(
    make: Make, runtime: Runtime, words: str
) -> None:
    conversation = make.conversation(
        text=words, author=Author(external_id="1", name=words[:80], handle="h")
    )

    assert [message.text for message in make.messages(conversation)] == [words]
    with runtime.reading() as session:
        assert session.scalars(select(Contact.name)).one() == words[:80]


def test_a_message_without_author_and_without_post_arrives_all_the_same(
    make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation(author=None, post=None, reply_to="unknown", thread_id="gone")

    assert conversation.contact_id is None
    assert conversation.post_id is None
    assert conversation.waiting_since is not None


def test_a_reply_below_a_comment_belongs_to_the_conversation_of_its_writer(
    make: Make, runtime: Runtime
) -> None:
    account = make.account()
    root = incoming(author=Author(external_id="ana", name="Ana"))
    below = incoming(
        thread_id=root.external_id,
        author=Author(external_id="ben", name="Ben"),
        sent_at=root.sent_at + timedelta(minutes=1),
    )

    make.received(account, [below])
    make.received(account, [root])

    with runtime.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
        assert session.get_one(Contact, conversation.contact_id).name == "Ana"
        assert session.scalars(select(Wait)).one().started_at == root.sent_at


def test_an_answer_typed_on_the_platform_ends_the_wait_at_its_own_time(
    make: Make, runtime: Runtime
) -> None:
    account, item = make.account(), incoming()
    answer = native_answer(item, sent_at=item.sent_at + timedelta(minutes=9))

    make.received(account, [item])
    make.received(account, [answer])

    with runtime.reading() as session:
        wait = session.scalars(select(Wait)).one()
        assert wait.end is WaitEnd.ANSWERED
        assert wait.ended_at == answer.sent_at
        assert session.scalars(select(Conversation)).one().waiting_since is None


def test_a_question_read_after_its_answer_starts_no_wait(make: Make, runtime: Runtime) -> None:
    account, item = make.account(), incoming()

    make.received(account, [native_answer(item, sent_at=item.sent_at + timedelta(minutes=1))])
    make.received(account, [item])

    assert _count(runtime, Wait) == 0
    with runtime.reading() as session:
        assert session.scalars(select(Conversation)).one().waiting_since is None


def test_what_is_asked_in_the_very_second_of_an_answer_still_waits(
    make: Make, runtime: Runtime
) -> None:
    account, item = make.account(), incoming()
    then = item.sent_at + timedelta(minutes=1)
    make.received(account, [item, native_answer(item, sent_at=then)])
    with runtime.reading() as session:
        number = session.scalars(select(Conversation.id)).one()
    with runtime.writing() as session:
        status.resolve(session, number, by=make.user())

    make.received(account, [incoming(thread_id=item.thread_id, sent_at=then)])

    with runtime.reading() as session:
        conversation = session.get_one(Conversation, number)
    assert conversation.status is Status.OPEN
    assert conversation.waiting_since == then


def test_words_of_ours_alone_leave_nobody_waiting_on_the_desk(make: Make, runtime: Runtime) -> None:
    make.received(make.account(), [native_answer(incoming())])

    with runtime.reading() as session:
        assert session.scalars(select(Conversation)).one().status is Status.RESOLVED


def test_a_direct_message_thread_of_ours_alone_still_names_its_person(
    make: Make, runtime: Runtime
) -> None:
    person = Author(external_id="jae", name="Jae Park")

    make.received(
        make.account(),
        [incoming(direction=Direction.OUT, author=None, contact=person, kind=Kind.DIRECT_MESSAGE)],
    )

    with runtime.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
        assert session.get_one(Contact, conversation.contact_id).name == "Jae Park"


def test_a_person_who_writes_again_reopens_a_resolved_conversation(
    make: Make, runtime: Runtime
) -> None:
    account, ana, item = make.account(), make.user(), incoming()
    make.received(account, [item])
    with runtime.writing() as session:
        conversation = session.scalars(select(Conversation)).one()
        status.resolve(session, conversation.id, by=ana, reason="thanks")

    make.received(
        account, [incoming(thread_id=item.thread_id, sent_at=item.sent_at + timedelta(days=1))]
    )

    with runtime.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
        assert conversation.status is Status.OPEN
        waits = session.scalars(select(Wait).order_by(Wait.id)).all()
        assert [wait.is_first for wait in waits] == [True, True]


def test_two_messages_in_a_row_are_one_wait_from_the_first(make: Make, runtime: Runtime) -> None:
    account, item = make.account(), incoming()

    make.received(account, [item])
    make.received(
        account, [incoming(thread_id=item.thread_id, sent_at=item.sent_at + timedelta(hours=1))]
    )

    with runtime.reading() as session:
        assert session.scalars(select(Wait.started_at)).all() == [item.sent_at]


def test_an_edit_keeps_the_earlier_text(make: Make, runtime: Runtime) -> None:
    account, item = make.account(), incoming(text="I saw him at 4th")
    make.received(account, [item])

    make.received(account, [incoming(external_id=item.external_id, text="I saw him at 5th")])

    with runtime.reading() as session:
        assert session.scalars(select(Message.text)).one() == "I saw him at 5th"
        assert session.scalars(select(MessageVersion.text)).one() == "I saw him at 4th"


def test_a_name_left_out_by_the_platform_is_not_forgotten(make: Make, runtime: Runtime) -> None:
    account = make.account()
    make.received(account, [incoming(author=Author(external_id="7", name="Denise"))])

    make.received(account, [incoming(author=Author(external_id="7"))])

    with runtime.reading() as session:
        assert session.scalars(select(Contact.name)).one() == "Denise"


def test_raw_bodies_are_chained_and_cannot_be_changed(make: Make, runtime: Runtime) -> None:
    account = make.account()
    bodies = (RawBody(source="GET /feed", body=b'{"data": []}'), RawBody(source="GET /x", body=b""))
    with runtime.writing() as session:
        locked = accounts.locked(session, account.id)
        intake.receive(session, locked, Page(items=(incoming(),), bodies=bodies))

    with runtime.reading() as session:
        first, second = session.scalars(select(Capture).order_by(Capture.id)).all()
        assert first.digest == chain.link(b"", b'{"data": []}')
        assert second.previous == first.digest
        assert session.scalars(select(Message.capture_id)).one() == first.id
        assert session.get_one(Account, account.id).capture_head == second.digest
    for statement in ("DELETE FROM capture", "UPDATE capture SET source = ''"):
        with pytest.raises(DBAPIError, match="append-only"), runtime.writing() as session:
            session.execute(text(statement))


def test_every_event_is_chained_to_the_one_before(make: Make, runtime: Runtime) -> None:
    account, ana = make.account(), make.user()
    conversation = make.conversation(account)
    make.reply(conversation, ana)

    with runtime.reading() as session:
        events = session.scalars(
            select(Event).where(Event.conversation_id == conversation.id).order_by(Event.id)
        ).all()
        assert [event.name for event in events] == ["message.received", "reply.written"]
        assert [event.previous for event in events] == [b"", events[0].digest]
        assert all(timeline.digest_of(event) == event.digest for event in events)


def test_times_keep_their_microseconds(make: Make, clock: SetClock) -> None:
    sent_at = clock.at.replace(microsecond=123_456)

    (message,) = make.messages(make.conversation(sent_at=sent_at))

    assert message.sent_at == sent_at
