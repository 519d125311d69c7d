"""Does a reply go out once, and is it found again when nobody said that it did?"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests

from connectors.errors import OutcomeUnknown, Refused, TryLater
from connectors.words import Audience, Direction
from tests.connectors.instagram_private.department import Department, connector
from tests.sandbox.running import Running

WRITE = {"method": "POST"}
STREAMS = pytest.mark.parametrize("stream", ["comments", "messages"])


def speak(department: Department, stream: str) -> None:
    """Let a resident say one thing in a stream."""
    if stream == "comments":
        department.say("Until when?", post=department.publish())
    else:
        department.message("Until when?")


@STREAMS
def test_an_answer_appears_once_where_the_person_wrote(stream: str, department: Department) -> None:
    speak(department, stream)
    item = department.only(stream)
    receipt = department.connector.send(department.reply(item, "Until noon. 🚧"))
    [ours] = department.sandbox.sayings(from_department=True)
    assert (ours["id"], ours["text"]) == (receipt.external_id, "Until noon. 🚧")
    assert ours["thread_id"] == item.thread_id
    assert abs(receipt.accepted_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_answer_to_a_reply_joins_the_top_comment(department: Department) -> None:
    top = department.say("Until when?", post=department.publish())
    below = department.say("Same here", author="Bo", reply_to=top)
    items = department.connector.fetch("comments", since=None, at=None).items
    reply = department.reply(next(i for i in items if i.external_id == below))
    sent = department.connector.send(reply)
    [ours] = department.sandbox.sayings(from_department=True)
    assert (ours["id"], ours["parent_id"], ours["thread_id"]) == (sent.external_id, top, top)


def test_a_message_with_a_link_keeps_its_words(department: Department) -> None:
    department.message("Where?")
    text = "Here: https://example.org/map?x=1&y=2 and http://b.example"
    department.connector.send(department.reply(department.only("messages"), text))
    [ours] = department.sandbox.sayings(from_department=True)
    assert ours["text"] == text


@pytest.mark.parametrize("folder", [{}, {"spam": True}])
def test_a_request_is_accepted_before_its_first_answer(
    folder: dict[str, bool], department: Department
) -> None:
    department.message("Hello", **folder)
    item = department.only("messages")
    department.connector.send(department.reply(item, "First", surface=item.surface))
    department.connector.send(department.reply(item, "Second"))
    writes = [entry["path"] for entry in department.sandbox.journal(method="POST")]
    told = [path.rstrip("/").rpartition("/")[2] for path in writes if "/direct_v2/" in path]
    assert told == ["approve", "text", "text"]


def test_nothing_is_sent_while_a_request_could_not_be_accepted(department: Department) -> None:
    department.message("Hello")
    item = department.only("messages")
    reply = department.reply(item, surface=item.surface)
    department.break_next("reset_after", "*/approve/")
    with pytest.raises(TryLater, match="request was accepted"):
        department.connector.send(reply)
    assert department.posts() == []
    department.connector.send(reply)
    assert len(department.posts()) == 1


def test_an_answer_to_a_request_makes_it_a_conversation(department: Department) -> None:
    department.message("Hello")
    department.connector.send(department.reply(department.only("messages")))
    page = department.again().fetch("messages", since=None, at=None)
    assert {(i.text, i.direction) for i in page.items} == {
        ("Hello", Direction.IN),
        ("Thank you", Direction.OUT),
    }


@STREAMS
@pytest.mark.parametrize("kind", ["reset_after", "error_after_write", "html", "truncated"])
def test_a_write_without_a_clear_answer_is_unknown_and_then_found(
    kind: str, stream: str, department: Department
) -> None:
    speak(department, stream)
    reply = department.reply(department.only(stream))
    department.break_next(kind, "*/comment/" if stream == "comments" else "*/text/", **WRITE)
    with pytest.raises(OutcomeUnknown):
        department.connector.send(reply)
    found = department.again().find_sent(reply)
    assert found is not None
    assert [s["id"] for s in department.sandbox.sayings(from_department=True)] == [
        found.external_id
    ]
    assert len(department.posts()) == 1


@STREAMS
@pytest.mark.parametrize(("kind", "facts"), [("reset_before", {}), ("status", {"status": 408})])
def test_a_write_that_may_have_been_lost_is_unknown_and_then_not_found(
    kind: str, facts: dict[str, int], stream: str, department: Department
) -> None:
    speak(department, stream)
    reply = department.reply(department.only(stream))
    department.break_next(kind, "*/comment/" if stream == "comments" else "*/text/", **facts)
    with pytest.raises(OutcomeUnknown):
        department.connector.send(reply)
    assert department.again().find_sent(reply) is None
    assert len(department.posts()) == 1


def test_a_slow_answer_is_unknown_and_then_found(department: Department) -> None:
    department.message("Hello")
    reply = department.reply(department.only("messages"))
    department.break_next("delay", "*/text/", seconds=8.5)
    with pytest.raises(OutcomeUnknown):
        department.connector.send(reply)
    assert department.connector.find_sent(reply) is None
    deadline = time.monotonic() + 10
    while not department.posts() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert department.connector.find_sent(reply) is not None
    assert len(department.posts()) == 1


@STREAMS
def test_nothing_left_this_machine_is_for_later(stream: str, department: Department) -> None:
    speak(department, stream)
    reply = department.reply(department.only(stream))
    nobody = Running("http://127.0.0.1:9", department.sandbox.process)
    with pytest.raises(TryLater, match="could not be reached"):
        connector(nobody, department.connector.credentials).send(reply)
    nobody.http.close()


@STREAMS
def test_looking_that_fails_is_not_taken_for_nothing_there(
    stream: str, department: Department
) -> None:
    speak(department, stream)
    reply = department.reply(department.only(stream))
    department.connector.send(reply)
    route = "*/inline_child_comments/" if stream == "comments" else "*/threads/*"
    department.break_next("rate_limit", route, method="GET")
    with pytest.raises(TryLater):
        department.connector.find_sent(reply)
    assert department.connector.find_sent(reply) is not None


@STREAMS
def test_an_older_answer_with_the_same_words_is_not_ours(
    stream: str, department: Department
) -> None:
    speak(department, stream)
    item = department.only(stream)
    department.connector.send(department.reply(item))
    later = datetime.now(UTC) + timedelta(minutes=5)
    reply = department.reply(item, client_token="another", attempted_at=later)
    assert department.connector.find_sent(reply) is None


@STREAMS
def test_an_answer_is_found_though_our_clock_is_ahead(stream: str, department: Department) -> None:
    speak(department, stream)
    ahead = {"attempted_at": datetime.now(UTC) + timedelta(minutes=10)}
    reply = department.reply(department.only(stream), **ahead, attempted_ago=timedelta(seconds=1))

    receipt = department.connector.send(reply)

    assert department.connector.find_sent(reply) == receipt


def test_our_token_tells_two_messages_with_the_same_words_apart(department: Department) -> None:
    department.message("Hello")
    item = department.only("messages")
    first, second = (department.reply(item, client_token=token) for token in ("one", "two"))
    sent = department.connector.send(first)
    assert department.connector.find_sent(first) == sent
    assert department.connector.find_sent(second) is None


def test_an_answer_is_found_behind_many_others(department: Department) -> None:
    top = department.say("Until when?", post=department.publish())
    item = department.only("comments")
    reply = department.reply(item)
    sent = department.connector.send(reply)
    for number in range(25):
        department.say(f"Reply {number}", author="Bo", reply_to=top)
    found = department.connector.find_sent(reply)
    assert found is not None
    assert found.external_id == sent.external_id


def test_a_comment_that_is_gone_refuses_its_answer_and_holds_none(department: Department) -> None:
    said = department.say("Until when?", post=department.publish())
    reply = department.reply(department.only("comments"))
    department.sandbox.remove(said)
    with pytest.raises(Refused, match="no longer on Instagram"):
        department.connector.send(reply)
    assert department.connector.find_sent(reply) is None


def test_a_private_answer_to_a_comment_is_refused_without_a_request(
    department: Department,
) -> None:
    department.say("Until when?", post=department.publish())
    reply = department.reply(department.only("comments"), audience=Audience.PRIVATE)
    with pytest.raises(Refused, match="no private reply"):
        department.connector.send(reply)
    assert not department.posts()


@STREAMS
@pytest.mark.parametrize("text", ["é" * 2201, "half \ud800 character"])
def test_text_that_instagram_cannot_take_is_refused_without_a_request(
    text: str, stream: str, department: Department
) -> None:
    speak(department, stream)
    with pytest.raises(Refused):
        department.connector.send(department.reply(department.only(stream), text))
    assert not department.posts()


def test_a_comment_below_an_unknown_post_is_refused(department: Department) -> None:
    department.say("Until when?", post=department.publish())
    reply = replace(department.reply(department.only("comments")), post_id=None)
    with pytest.raises(Refused, match="post of this comment is not known"):
        department.connector.send(reply)


@STREAMS
def test_the_same_token_posts_twice_so_that_nothing_leans_on_it(
    stream: str, department: Department
) -> None:
    speak(department, stream)
    reply = department.reply(department.only(stream))
    sent = {department.connector.send(reply).external_id for _ in range(2)}
    assert len(sent) == 2


@STREAMS
def test_the_sandbox_can_take_a_repeated_token_for_one_message(
    stream: str, department: Department
) -> None:
    switch = f"{department.sandbox.address}/practice/repeated_tokens_are_one/"
    headers = {"X-Sim-Host": "i.instagram.com"}
    requests.post(switch, params={"on": "true"}, headers=headers, timeout=5).raise_for_status()
    speak(department, stream)
    reply = department.reply(department.only(stream))
    assert len({department.connector.send(reply).external_id for _ in range(2)}) == 1
