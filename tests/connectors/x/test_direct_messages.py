from __future__ import annotations

import pytest

from connectors.errors import TryLater
from connectors.words import Direction
from tests.connectors.x.conftest import OnX, by_either_sign_in


@by_either_sign_in
def test_both_sides_of_a_conversation_arrive_in_one_thread(x: OnX) -> None:
    asked = x.message("Hello & <hi>")
    thread = x.saying(asked)["thread_id"]
    answered = x.message("Hi.", thread=thread, as_department=True)
    ours, theirs = x.fetch("messages").items
    assert (theirs.external_id, ours.external_id) == (asked, answered)
    assert {theirs.thread_id, ours.thread_id} == {thread}
    assert (theirs.direction, ours.direction) == (Direction.IN, Direction.OUT)
    assert theirs.text == "Hello & <hi>"
    assert ours.contact is not None
    assert ours.contact == theirs.author
    assert ours.contact.name == "Jane Doe"


def test_a_poll_stops_at_the_page_that_holds_its_position(x: OnX) -> None:
    said = x.sandbox.say_many(
        {"platform": "x", "kind": "direct_message", "author": "A", "text": "no {n}", "count": 250}
    )
    page = x.fetch("messages", since=said[-50])
    assert len(page.items) == 100
    assert page.next is None
    assert len(x.walk("messages", since=said[100])) == 200
    assert len(x.walk("messages")) == 250


def test_a_position_that_was_removed_still_ends_the_walk(x: OnX) -> None:
    said = x.sandbox.say_many(
        {"platform": "x", "kind": "direct_message", "author": "A", "text": "no {n}", "count": 250}
    )
    x.sandbox.remove(said[-50])
    assert x.fetch("messages", since=said[-50]).next is None


def test_a_quiet_poll_is_one_call(x: OnX) -> None:
    position = x.message("hello")
    x.fetch("messages", since=position)
    assert len(x.sandbox.journal(platform="x")) == 1


def test_fifteen_reads_in_fifteen_minutes_are_all(x: OnX) -> None:
    x.sandbox.limits("real")
    for _ in range(15):
        assert x.fetch("messages").budget is not None
    with pytest.raises(TryLater) as limited:
        x.fetch("messages")
    assert limited.value.retry_at is not None
    x.sandbox.advance(15 * 60 + 1)
    assert x.fetch("messages").next is None


def test_the_post_dialect_is_read_too(x: OnX) -> None:
    x.rules(dialect="post")
    x.message("hello")
    assert x.fetch("messages").items[0].text == "hello"
