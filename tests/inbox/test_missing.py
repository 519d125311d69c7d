"""Is a message removed on the platform noticed, by its own word alone?"""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from connectors.looking import Found, Looked
from inbox import accounts, outbox, polling
from inbox.intake import missing
from inbox.models import (
    Account,
    Contact,
    Conversation,
    Cursor,
    Event,
    Message,
    MessageVersion,
)
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.sandbox.running import Running

HOUR = 3600


@pytest.fixture
def thread(sandbox: Running, house: Runtime, page: Account) -> list[str]:
    """Three comments on one post, an hour apart, fetched."""
    sandbox.publish(platform="facebook", text="Main Street is closed.", seconds_ago=4 * HOUR)
    said = [
        sandbox.say(
            platform="facebook",
            kind="comment",
            author=f"Ana {hours}",
            text=f"When? {hours}",
            seconds_ago=hours * HOUR,
        )
        for hours in (3, 2, 1)
    ]
    _poll(house, page)
    return said


def _poll(house: Runtime, page: Account) -> None:
    with house.writing() as session:
        session.execute(update(Cursor).values(due_at=house.clock.now()))
    polling.poll(house, page.id)


def _message(house: Runtime, external_id: str) -> Message:
    with house.reading() as session:
        wanted = select(Message).where(Message.external_id == external_id)
        return session.scalars(wanted).one()


def _looked_up(sandbox: Running, external_id: str) -> int:
    calls = sandbox.journal(method="GET", platform="graph")
    return sum(call["path"].endswith(f"/{external_id}") for call in calls)


def test_a_removed_comment_is_asked_for_by_its_id_and_marked(
    sandbox: Running, house: Runtime, page: Account, thread: list[str]
) -> None:
    sandbox.remove(thread[0])

    _poll(house, page)
    _poll(house, page)

    assert _message(house, thread[0]).removed_at
    assert _message(house, thread[0]).text == "When? 3"
    assert [_message(house, one).removed_at for one in thread[1:]] == [None, None]
    assert [_looked_up(sandbox, one) for one in thread] == [1, 0, 0]


def test_a_removal_is_noticed_though_another_comment_keeps_the_count(
    sandbox: Running, house: Runtime, page: Account, thread: list[str]
) -> None:
    sandbox.remove(thread[1])
    sandbox.say(platform="facebook", kind="comment", author="Ben", text="And the bridge?")

    _poll(house, page)

    assert _message(house, thread[1]).removed_at


def test_a_removal_is_noticed_though_another_comment_came_in_the_second_last_read(
    sandbox: Running, house: Runtime, page: Account, thread: list[str]
) -> None:
    newest = _message(house, thread[2]).sent_at.isoformat()
    sandbox.remove(thread[0])
    sandbox.say(platform="facebook", kind="comment", author="Ben", text="And now?", at=newest)

    _poll(house, page)

    assert _message(house, thread[0]).removed_at


def test_a_removal_below_a_visitors_post_is_noticed(
    sandbox: Running, house: Runtime, page: Account
) -> None:
    wall = sandbox.publish(platform="facebook", edge="visitor_posts", author="Ben", text="Dark.")
    said = sandbox.say(platform="facebook", kind="comment", author="Ana", text="Here", post=wall)
    _poll(house, page)
    sandbox.remove(said)

    _poll(house, page)

    assert _message(house, said).removed_at
    assert _message(house, wall).removed_at is None


def test_a_post_that_has_no_flags_keeps_no_comment_from_being_asked_for(
    sandbox: Running, house: Runtime, page: Account, thread: list[str]
) -> None:
    wall = sandbox.publish(platform="facebook", edge="visitor_posts", author="Ben", text="Dark.")
    _poll(house, page)
    with house.writing() as session:
        missing.note(session, [_message(house, wall).id], house.clock.now())
    sandbox.remove(thread[0])

    _poll(house, page)

    assert _message(house, thread[0]).removed_at


def test_a_platform_that_cannot_answer_now_is_asked_with_the_next_poll(
    sandbox: Running, house: Runtime, page: Account, thread: list[str]
) -> None:
    sandbox.remove(thread[0])
    sandbox.faults(kind="html", route=f"*/{thread[0]}", count=1)

    _poll(house, page)
    assert _message(house, thread[0]).missed_at
    assert _message(house, thread[0]).removed_at is None
    _poll(house, page)

    assert _message(house, thread[0]).removed_at
    assert _message(house, thread[0]).missed_at is None


def test_what_is_missed_but_still_there_stays_as_it_was(
    house: Runtime, page: Account, thread: list[str]
) -> None:
    with house.writing() as session:
        missing.note(session, [_message(house, thread[0]).id], house.clock.now())
        asked = missing.targets(session, page.id)
        account = accounts.locked(session, page.id)
        missing.settle(session, account, asked, Looked(found={thread[0]: Found()}))

    assert _message(house, thread[0]).missed_at is None
    assert _message(house, thread[0]).removed_at is None


def test_a_message_the_platform_says_nothing_of_is_not_asked_for_for_ever(
    house: Runtime, page: Account, thread: list[str]
) -> None:
    with house.writing() as session:
        missing.note(session, [_message(house, one).id for one in thread], house.clock.now())
        account = accounts.locked(session, page.id)
        missing.settle(session, account, missing.targets(session, page.id), Looked(found={}))
        assert missing.targets(session, page.id) == []


def test_older_words_that_change_are_noticed(
    sandbox: Running, house: Runtime, page: Account, thread: list[str]
) -> None:
    sandbox.edit(thread[0], "When, please?")
    sandbox.hide(thread[1])
    sandbox.like(thread[0], 9)

    _poll(house, page)

    assert _message(house, thread[0]).text == "When, please?"
    assert _message(house, thread[0]).likes == 9
    assert _message(house, thread[1]).hidden_at
    with house.reading() as session:
        assert session.scalars(select(MessageVersion.text)).all() == ["When? 3"]
        changes = select(Event.name).where(Event.name.in_(("message.edited", "message.hidden")))
        assert len(session.scalars(changes).all()) == 2
        assert len(session.scalars(select(Contact)).all()) == 3


def test_a_reply_refused_since_its_question_is_gone_shows_the_removal(
    sandbox: Running, house: Runtime, build: Make, page: Account, thread: list[str]
) -> None:
    asked = _message(house, thread[2])
    with house.reading() as session:
        conversation = session.get_one(Conversation, asked.conversation_id)
    delivery = build.reply(conversation, build.user())
    sandbox.remove(thread[2])

    outbox.deliver(house, delivery.id)
    assert _message(house, thread[2]).missed_at
    _poll(house, page)

    assert _message(house, thread[2]).removed_at
