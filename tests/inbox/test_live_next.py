"""Whom of a broadcast does the desk name first to be answered?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.words import Kind
from inbox import assignment, live_next, priority
from inbox.models import Account, Conversation, Message, Post, Priority, User
from inbox.runtime import Runtime
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

WORDS = ("Praying for everyone", "When does Highland reopen?", "is tap water safe", "First")


@pytest.fixture
def ana(make: Make) -> User:
    return make.user(name="Ana Lopez")


@pytest.fixture
def page(make: Make) -> Account:
    return make.account()


@pytest.fixture
def live(make: Make, page: Account, runtime: Runtime) -> Post:
    post, now = make.broadcast(page), runtime.clock.now()
    said = [
        incoming(
            kind=Kind.LIVE_COMMENT,
            external_id=f"post-1_{number}",
            text=text,
            sent_at=now + timedelta(seconds=number),
        )
        for number, text in enumerate(WORDS)
    ]
    make.received(page, said)
    return post


def first(runtime: Runtime, post: Post, by: User) -> str | None:
    with runtime.reading() as session:
        line = live_next.next_to_answer(session, post.id, by=by)
        return line.message.text if line else None


def conversation_of(runtime: Runtime, words: str) -> int:
    with runtime.reading() as session:
        query = select(Conversation.id).join(Message, Message.conversation_id == Conversation.id)
        return session.scalars(query.where(Message.text == words)).one()


def test_who_asks_comes_before_who_only_says_something(
    runtime: Runtime, ana: User, live: Post
) -> None:
    assert first(runtime, live, ana) == WORDS[1]


def test_whoever_may_be_at_risk_comes_before_all(runtime: Runtime, ana: User, live: Post) -> None:
    with runtime.writing() as session:
        last = conversation_of(runtime, WORDS[3])
        priority.change(session, last, to=Priority.URGENT, by=ana)

    assert first(runtime, live, ana) == WORDS[3]


def test_what_a_colleague_has_claimed_comes_first_for_them_alone(
    runtime: Runtime, make: Make, ana: User, live: Post
) -> None:
    ben = make.user(name="Ben Hale", email="ben@example.org")
    with runtime.writing() as session:
        assignment.claim(session, conversation_of(runtime, WORDS[1]), by=ben)

    assert first(runtime, live, ben) == WORDS[1]
    assert first(runtime, live, ana) == WORDS[2]


def test_nobody_comes_who_was_answered(
    runtime: Runtime, make: Make, page: Account, ana: User, live: Post
) -> None:
    now = runtime.clock.now() + timedelta(seconds=30)
    for number in range(len(WORDS)):
        asked = incoming(kind=Kind.LIVE_COMMENT, external_id=f"post-1_{number}")
        make.received(page, [native_answer(asked, sent_at=now)])

    assert first(runtime, live, ana) is None
    with runtime.reading() as session:
        newest = live_next.newest(session, live.id)
        assert newest
        assert newest.message.text == WORDS[3]
