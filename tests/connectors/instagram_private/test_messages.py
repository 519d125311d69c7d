"""Does every direct message arrive, requests included, whatever the inbox leaves out?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.errors import NeedsReconnection, TryLater
from connectors.words import Direction, Kind, Surface
from tests.connectors.instagram_private.department import Department, texts, walk


def test_a_message_request_arrives_with_its_microseconds(department: Department) -> None:
    said = department.message("Hello", at="2026-11-20T10:00:00.123456+00:00")
    item = department.only("messages")
    assert (item.kind, item.external_id, item.direction) == (
        Kind.DIRECT_MESSAGE,
        said,
        Direction.IN,
    )
    assert item.sent_at == datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)
    assert item.author == item.contact
    assert item.author is not None
    assert item.author.handle == "ana"


def test_a_native_answer_is_ours_and_still_names_the_person(department: Department) -> None:
    department.message("Hello")
    department.message("Good morning", as_department=True)
    items = {i.text: i for i in department.connector.fetch("messages", since=None, at=None).items}
    ours = items["Good morning"]
    assert ours.direction is Direction.OUT
    assert ours.contact is not None
    assert ours.contact.name == "Ana"


def test_a_message_with_a_link_keeps_its_words(department: Department) -> None:
    department.message("See https://example.org/a?b=c")
    assert department.only("messages").text == "See https://example.org/a?b=c"


def test_a_thread_is_walked_when_its_newest_items_do_not_meet_what_is_stored(
    department: Department,
) -> None:
    department.message("First", seconds_ago=5000)
    position = walk(department.connector, "messages", None)[0].position
    for number in range(45):
        department.message(f"Number {number}", seconds_ago=4000 - number)
    pages = walk(department.again(), "messages", position)
    assert set(texts(pages)) >= {f"Number {n}" for n in range(45)}
    assert len(pages) > 1


def test_a_second_poll_reads_three_boxes_and_no_thread(department: Department) -> None:
    for number in range(12):
        department.message(f"Number {number}", seconds_ago=90_000 - 1000 * number)
    position = walk(department.connector, "messages", None)[0].position
    department.sandbox.http.delete(f"{department.sandbox.address}/sandbox/journal")
    department.message("New")
    assert texts(walk(department.again(), "messages", position))[0] == "New"
    assert len(department.sandbox.journal(method="GET")) == 3


def test_more_people_than_a_page_holds_all_arrive(department: Department) -> None:
    for number in range(45):
        department.message(f"From {number}", author=f"Person {number}")
    assert sorted(texts(walk(department.connector, "messages", None))) == sorted(
        f"From {n}" for n in range(45)
    )


def test_who_writes_again_while_older_threads_are_still_owed_is_read_whole(
    department: Department,
) -> None:
    for number in range(30):
        department.message(
            f"From {number}", author=f"Person {number}", seconds_ago=9000 - 100 * number
        )
    head = department.connector.fetch("messages", since=None, at=None)
    shown = texts([head])
    assert head.next
    assert "From 0" not in shown
    department.message("Hello?", author="Person 0")

    following = department.again().fetch("messages", since=head.position, at=None)
    pages = [head, following]
    at = head.next
    while at:
        pages.append(department.connector.fetch("messages", since=None, at=at))
        at = pages[-1].next

    assert set(texts(pages)) == {"Hello?", *(f"From {number}" for number in range(30))}


def test_answered_threads_and_requests_come_in_one_walk(department: Department) -> None:
    department.message("Request", author="Ana")
    department.message("Known", author="Bo")
    bo = next(i for i in walk(department.connector, "messages", None)[0].items if i.text == "Known")
    department.connector.send(department.reply(bo))
    assert set(texts(walk(department.again(), "messages", None))) == {
        "Request",
        "Known",
        "Thank you",
    }


def test_requests_and_hidden_requests_say_what_they_are(department: Department) -> None:
    department.message("Request", author="Ana")
    department.message("Hidden", author="Bo", spam=True)
    department.message("Known", author="Cy")
    department.message("Yes?", author="Cy", as_department=True)
    items = department.connector.fetch("messages", since=None, at=None).items
    assert {item.text: item.surface for item in items} == {
        "Request": Surface.REQUEST,
        "Hidden": Surface.SPAM,
        "Known": None,
        "Yes?": None,
    }


def test_words_about_a_story_say_so(department: Department) -> None:
    department.message("Well done", author="Ana", story="reply")
    department.message("", author="Bo", story="mention")
    items = department.connector.fetch("messages", since=None, at=None).items
    assert {item.text: item.surface for item in items} == {
        "Well done": Surface.STORY_REPLY,
        "": Surface.STORY_MENTION,
    }


def test_a_repeated_cursor_leaves_the_gap_open(department: Department) -> None:
    for number in range(45):
        department.message(f"From {number}", author=f"Person {number}")
    department.break_next("repeat_page", "*/pending_inbox/", count=None)
    head = department.connector.fetch("messages", since=None, at=None)
    with pytest.raises(TryLater, match="repeats itself"):
        department.connector.fetch("messages", since=None, at=head.next)


def test_a_thread_that_is_gone_does_not_stop_the_walk(department: Department) -> None:
    for number in range(30):
        department.message(f"Number {number}")
    head = department.connector.fetch("messages", since=None, at=None)
    department.answer_with(404, {"message": "gone", "status": "fail"}, "*/threads/*")
    assert department.connector.fetch("messages", since=None, at=head.next).next is None


def test_a_time_from_the_future_hides_nothing_that_follows(department: Department) -> None:
    department.message("From the future", at="2999-01-01T00:00:00+00:00")
    position = walk(department.connector, "messages", None)[0].position
    department.message("Now", author="Bo")
    assert "Now" in texts(walk(department.again(), "messages", position))


def test_one_endpoint_that_says_logged_out_does_not_end_a_living_session(
    department: Department,
) -> None:
    body = {"message": "login_required", "status": "fail"}
    department.answer_with(403, body, "*/inbox/", count=None)
    with pytest.raises(TryLater, match="session is alive"):
        department.connector.fetch("messages", since=None, at=None)
    assert len(department.sandbox.journal(path="/current_user/")) == 2


def test_a_revoked_session_needs_reconnection(department: Department) -> None:
    department.sandbox.revoke("instagram", "instagram_private")
    with pytest.raises(NeedsReconnection, match="ended this account's session"):
        department.connector.fetch("messages", since=None, at=None)
    assert not department.sandbox.journal(path="/login/")


def test_an_emoji_below_a_message_is_told_however_old_the_message_is(
    department: Department,
) -> None:
    old = department.message("It opens at six?", seconds_ago=90_000)
    new = department.message("Thank you", author="Bo")
    position = walk(department.connector, "messages", None)[0].position
    department.sandbox.react(old, "❤️")
    department.sandbox.react(new, "👍")

    page = department.again().fetch("messages", since=position, at=None)

    (again,) = page.again
    assert again.external_id == old
    assert again.reactions is not None
    assert [one.emoji for one in again.reactions] == ["❤️"]
    (shown,) = [item for item in page.items if item.external_id == new]
    assert shown.reactions is not None
    assert [one.emoji for one in shown.reactions] == ["👍"]
    assert shown.author is not None
    assert shown.reactions[0].person_id == shown.author.external_id


def test_a_message_without_an_emoji_says_that_it_has_none(department: Department) -> None:
    department.message("Hello")

    assert department.only("messages").reactions == ()
