"""Does every comment below the account's media arrive, whatever the paging does?"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from connectors.errors import Refused, TryLater
from connectors.pages import Page
from connectors.words import Direction, Kind
from tests.connectors.instagram_private.department import Department, texts, walk

COMMENTS = "*/comments/"


def test_a_comment_arrives_with_its_author_its_post_and_its_time(department: Department) -> None:
    post = department.publish("Road closed")
    said = department.say("Until when?", post=post, at="2026-11-20T10:00:00.5+00:00")
    item = department.only("comments")
    assert (item.kind, item.external_id, item.thread_id) == (Kind.COMMENT, said, said)
    assert (item.direction, item.text) == (Direction.IN, "Until when?")
    assert item.sent_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert item.author is not None
    assert (item.author.name, item.author.handle) == ("Ana", "ana")
    assert item.post is not None
    assert item.post.external_id == f"{post}_50000000101"
    assert item.post.text == "Road closed"
    assert item.post.permalink.startswith("https://www.instagram.com/p/")
    assert item.permalink.startswith(item.post.permalink)


def test_replies_belong_to_the_top_comment_also_when_they_answer_a_reply(
    department: Department,
) -> None:
    top = department.say("Until when?", post=department.publish())
    reply = department.say("Same here", author="Bo", reply_to=top)
    deeper = department.say("And here", author="Cy", reply_to=reply)
    items = {i.external_id: i for i in walk(department.connector, "comments", None)[0].items}
    assert {items[each].thread_id for each in (top, reply, deeper)} == {top}
    assert items[deeper].reply_to == reply


def test_what_the_department_typed_natively_is_ours(department: Department) -> None:
    top = department.say("Until when?", post=department.publish())
    department.say("Until noon.", reply_to=top, as_department=True)
    [page] = walk(department.connector, "comments", None)
    assert [(i.text, i.direction) for i in page.items] == [
        ("Until when?", Direction.IN),
        ("Until noon.", Direction.OUT),
    ]


def test_each_page_names_the_body_that_held_its_items(department: Department) -> None:
    for number in range(3):
        department.say(f"Said {number}", post=department.publish(f"Post {number}"))
    [page] = walk(department.connector, "comments", None)
    for item in page.items:
        assert item.text.encode() in page.bodies[item.capture].body
        assert "token" not in page.bodies[item.capture].source


def test_a_long_list_is_walked_to_its_end_and_nothing_comes_twice(department: Department) -> None:
    post = department.publish()
    department.sandbox.say_many(
        {
            "platform": "instagram",
            "kind": "comment",
            "author": "Ana",
            "text": "Number {n}",
            "post": post,
            "count": 65,
        }
    )
    pages = walk(department.connector, "comments", None)
    assert len(pages) == 4
    assert sorted(texts(pages)) == sorted(f"Number {n}" for n in range(65))
    assert [page.position is None for page in pages] == [False, True, True, True]


def test_all_replies_below_one_comment_are_read(department: Department) -> None:
    top = department.say("Until when?", post=department.publish())
    for number in range(25):
        department.say(f"Reply {number}", author=f"Person {number}", reply_to=top)
    found = texts(walk(department.connector, "comments", None))
    assert {f"Reply {n}" for n in range(25)} <= set(found)


def test_a_second_poll_asks_little_and_finds_only_what_is_new(department: Department) -> None:
    posts = [department.publish(f"Post {n}") for n in range(6)]
    for post in posts:
        department.say("Old", post=post)
    position = walk(department.connector, "comments", None)[0].position
    department.say("New", post=posts[0])
    department.sandbox.http.delete(f"{department.sandbox.address}/sandbox/journal")
    found = texts(walk(department.again(), "comments", position))
    assert "New" in found
    # The feed, the three newest media and the one whose count changed.
    assert len(department.sandbox.journal(method="GET")) == 5


def test_a_new_reply_below_an_old_comment_is_found_behind_newer_comments(
    department: Department,
) -> None:
    post = department.publish()
    old = department.say("Old", post=post, seconds_ago=9000)
    for number in range(45):
        department.say(f"Newer {number}", post=post, seconds_ago=8000 - number)
    position = walk(department.connector, "comments", None)[0].position
    department.say("Late reply", author="Bo", reply_to=old)
    assert "Late reply" in texts(walk(department.again(), "comments", position))


def test_a_reply_hidden_by_a_deletion_is_found_by_the_next_sweep(department: Department) -> None:
    post = department.publish()
    old = department.say("Old", post=post, seconds_ago=9000)
    times = [8000 - 30 * n for n in range(45)]
    others = [department.say(f"Newer {at}", post=post, seconds_ago=at) for at in times]
    position = walk(department.connector, "comments", None)[0].position
    assert position is not None
    department.say("Late reply", author="Bo", reply_to=old)
    department.sandbox.remove(others[0])
    assert "Late reply" not in texts(walk(department.again(), "comments", position))
    due = json.dumps({**json.loads(position), "swept_at": 0})
    pages = walk(department.again(), "comments", due)
    assert "Late reply" in texts(pages)
    assert len(walk(department.again(), "comments", pages[0].position)) == 1


def test_many_media_with_news_are_all_visited(department: Department) -> None:
    for number in range(16):
        department.say(f"Said {number}", post=department.publish(f"Post {number}"))
    pages = walk(department.connector, "comments", None)
    assert sorted(texts(pages)) == sorted(f"Said {n}" for n in range(16))
    assert len(pages) == 5


def test_a_failing_second_page_is_tried_again_where_it_failed(department: Department) -> None:
    post = department.publish()
    for number in range(30):
        department.say(f"Number {number}", post=post)
    head = department.connector.fetch("comments", since=None, at=None)
    department.answer_with(500, {"message": "oops"}, COMMENTS)
    with pytest.raises(TryLater):
        department.connector.fetch("comments", since=None, at=head.next)
    rest = department.again().fetch("comments", since=None, at=head.next)
    assert len(head.items) + len(rest.items) == 30
    assert rest.next is None


def test_a_repeated_cursor_leaves_the_gap_open(department: Department) -> None:
    post = department.publish()
    for number in range(30):
        department.say(f"Number {number}", post=post)
    department.break_next("repeat_page", COMMENTS, count=None)
    head = department.connector.fetch("comments", since=None, at=None)
    with pytest.raises(TryLater, match="repeats itself"):
        department.connector.fetch("comments", since=None, at=head.next)
    assert len(department.sandbox.journal(path="/comments/")) == 2


@pytest.mark.parametrize("route", ["*/feed/user/*", COMMENTS])
def test_a_limit_is_never_taken_for_an_empty_page(route: str, department: Department) -> None:
    department.say("Until when?", post=department.publish())
    department.break_next("rate_limit", route)
    with pytest.raises(TryLater):
        department.connector.fetch("comments", since=None, at=None)
    assert texts(walk(department.connector, "comments", None)) == ["Until when?"]


def test_a_media_gone_between_feed_and_comments_does_not_stop_the_others(
    department: Department,
) -> None:
    first, second = department.publish("First"), department.publish("Second")
    department.say("Below the first", post=first)
    department.say("Below the second", post=second)
    gone = {"message": "Media not found or unavailable", "status": "fail"}
    department.answer_with(400, gone, f"*/media/{second}_*/comments/")
    pages = walk(department.connector, "comments", None)
    assert texts(pages) == ["Below the first"]
    assert "Below the second" in texts(walk(department.again(), "comments", pages[0].position))


HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eevil\u202c",
    "",
    "🚓" * 300,
    "nul \x00 byte",
    "half \ud800 character",
    "x" * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_it_was_said(text: str, department: Department) -> None:
    department.say(text, post=department.publish())
    department.message(text)
    assert department.only("comments").text == text
    assert department.only("messages").text == text


def test_a_person_without_a_name_arrives_too(department: Department) -> None:
    department.say("Who am I?", author="", post=department.publish())
    assert department.only("comments").author is not None


def test_a_quiet_account_has_an_empty_page_with_a_position(department: Department) -> None:
    page: Page = department.connector.fetch("comments", since=None, at=None)
    assert (page.items, page.next) == ((), None)
    assert page.position


def test_a_place_that_cannot_be_read_is_refused(department: Department) -> None:
    with pytest.raises(Refused):
        department.connector.fetch("comments", since=None, at="not ours")
