"""Does every comment under the Page's posts arrive?"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from connectors.errors import Refused, TryLater
from connectors.facebook.connector import FacebookConnector
from connectors.pages import Incoming
from connectors.words import Direction
from tests.connectors.graph.department import PAGE_TOKEN, facebook, walk
from tests.sandbox.running import Running

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "abc \u202e gnp.exe \u2066 x \u2069",
    "nul \x00 inside",
    "lone \ud800 surrogate",
    "🚓" * 500,
    "a\u0301" * 4000,
    "'; DROP TABLE message; -- {{ 7*7 }} ${7*7}",
]


def say(sandbox: Running, text: str, **facts: object) -> str:
    said = {"platform": "facebook", "kind": "comment", "author": "Ana Ruiz", "text": text}
    return sandbox.say(**said | facts)


def test_a_comment_arrives_with_its_author_its_post_and_its_time(
    sandbox: Running, page: FacebookConnector
) -> None:
    comment_id = say(sandbox, "When will it open?")

    (item,) = walk(page, "comments").items

    assert item.external_id == item.thread_id == comment_id
    assert (item.text, item.direction) == ("When will it open?", Direction.IN)
    assert item.author
    assert item.author.name == "Ana Ruiz"
    assert item.post
    assert item.post.text == "Main Street is closed."
    assert item.post.permalink.startswith("https://www.facebook.com/")
    assert item.sent_at.utcoffset() is not None


def test_replies_belong_to_the_top_level_comment_and_our_own_are_outgoing(
    sandbox: Running, page: FacebookConnector
) -> None:
    top = say(sandbox, "When will it open?")
    reply = say(sandbox, "I wonder too", author="Ben Ode", reply_to=top)
    say(sandbox, "At noon.", reply_to=top, as_department=True)

    by_text = {item.text: item for item in walk(page, "comments").items}

    assert {item.thread_id for item in by_text.values()} == {top}
    assert by_text["I wonder too"].reply_to == top
    assert by_text["I wonder too"].external_id == reply
    assert by_text["At noon."].direction is Direction.OUT
    assert by_text["I wonder too"].direction is Direction.IN


def test_someone_whom_the_token_may_not_see_still_arrives(
    sandbox: Running, page: FacebookConnector
) -> None:
    say(sandbox, "Who am I?", author="")

    (item,) = walk(page, "comments").items

    assert item.author is None
    assert item.direction is Direction.IN


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_it_was_written(
    sandbox: Running, page: FacebookConnector, text: str
) -> None:
    say(sandbox, text)

    (item,) = walk(page, "comments").items

    assert item.text == text


def test_the_next_poll_brings_only_what_is_about_new(
    sandbox: Running, page: FacebookConnector
) -> None:
    say(sandbox, "an hour ago", seconds_ago=3600)
    say(sandbox, "just now")
    first = walk(page, "comments")
    say(sandbox, "newer")

    second = walk(page, "comments", since=first.position)

    assert first.texts == ["an hour ago", "just now"]
    assert second.texts == ["just now", "newer"]


def test_comments_of_one_second_are_not_lost_between_two_polls(
    sandbox: Running, page: FacebookConnector
) -> None:
    at = "2026-11-20T10:00:00+00:00"
    say(sandbox, "first", at=at)
    position = walk(page, "comments").position
    say(sandbox, "second", at=at)

    assert "second" in walk(page, "comments", since=position).texts


def test_more_comments_than_a_page_holds_are_walked_to_the_last_known_one(
    sandbox: Running, page: FacebookConnector
) -> None:
    said = {"platform": "facebook", "kind": "comment", "text": "old", "author": "Ana"}
    sandbox.say_many(said | {"count": 150, "seconds_ago": 7200})
    before = walk(page, "comments")
    sandbox.say_many(said | {"count": 230, "text": "new"})

    after = walk(page, "comments", since=before.position)

    assert len({item.external_id for item in before.items}) == 150
    assert len({item.external_id for item in after.items if item.text.startswith("new")}) == 230
    assert after.pages < 6
    assert all(i.post and i.post.text == "Main Street is closed." for i in after.items)


def test_a_second_page_that_fails_stays_open_and_is_read_later(
    sandbox: Running, page: FacebookConnector
) -> None:
    said = {"platform": "facebook", "kind": "comment", "text": "c", "author": "Ana"}
    ids = sandbox.say_many(said | {"count": 120})
    head = page.fetch("comments", since=None, at=None)
    sandbox.faults(kind="status", platform="graph", status=503, route="*/comments")

    with pytest.raises(TryLater):
        page.fetch("comments", since=None, at=head.next)
    rest = page.fetch("comments", since=None, at=head.next)

    found = {item.external_id for item in (*head.items, *rest.items)}
    assert found == set(ids)
    assert rest.position is None


def test_a_repeated_page_never_ends_the_walk_and_never_loops(
    sandbox: Running, page: FacebookConnector
) -> None:
    said = {"platform": "facebook", "kind": "comment", "text": "c", "author": "Ana"}
    ids = sandbox.say_many(said | {"count": 300})
    head = page.fetch("comments", since=None, at=None)
    sandbox.faults(kind="repeat_page", platform="graph", route="*/comments", count=2)

    for _ in range(2):
        with pytest.raises(TryLater):
            page.fetch("comments", since=None, at=head.next)
    found, at = list(head.items), head.next
    while at:
        later = page.fetch("comments", since=None, at=at)
        found, at = [*found, *later.items], later.next

    assert {item.external_id for item in found} == set(ids)


def test_a_new_comment_under_an_old_post_is_found(
    sandbox: Running, page: FacebookConnector
) -> None:
    old = sandbox.publish(platform="facebook", text="Old news", seconds_ago=90 * 86400)
    for number in range(60):
        sandbox.publish(platform="facebook", text=f"Post {number}", seconds_ago=80 * 86400)
    position = walk(page, "comments").position
    say(sandbox, "Still relevant?", post=old)

    found = []
    for _ in range(4):
        step = walk(page, "comments", since=position)
        position, found = step.position, [*found, *step.items]

    assert [item.text for item in found].count("Still relevant?") >= 1


def test_every_new_post_is_read_when_there_are_more_than_a_page(
    sandbox: Running, page: FacebookConnector
) -> None:
    position = walk(page, "comments").position
    posts = [sandbox.publish(platform="facebook", text=f"Post {n}") for n in range(60)]
    for post in posts:
        say(sandbox, post, post=post)

    walked = walk(page, "comments", since=position)

    assert set(walked.texts) == set(posts)


def test_a_comment_that_was_removed_does_not_stop_the_walk(
    sandbox: Running, page: FacebookConnector
) -> None:
    said = {"platform": "facebook", "kind": "comment", "text": "c", "author": "Ana"}
    ids = sandbox.say_many(said | {"count": 60})
    head = page.fetch("comments", since=None, at=None)
    sandbox.remove(head.items[-1].external_id)

    rest = page.fetch("comments", since=None, at=head.next)

    assert {i.external_id for i in (*head.items, *rest.items)} == set(ids)


def test_a_place_that_is_not_ours_is_refused(page: FacebookConnector) -> None:
    with pytest.raises(Refused):
        page.fetch("comments", since=None, at="not a place")


def test_the_record_holds_the_answer_but_never_the_token(
    sandbox: Running, page: FacebookConnector
) -> None:
    said = {"platform": "facebook", "kind": "comment", "text": "c", "author": "Ana"}
    sandbox.say_many(said | {"count": 60})

    fetched = page.fetch("comments", since=None, at=None)

    (body,) = fetched.bodies
    assert json.loads(body.body)["data"][0]["comments"]["paging"]["next"]
    assert PAGE_TOKEN.encode() not in body.body
    assert "?" not in body.source
    assert PAGE_TOKEN not in str(fetched)


def test_items_name_the_body_that_held_them(
    sandbox: Running, comment: Callable[..., Incoming]
) -> None:
    old = sandbox.publish(platform="facebook", text="Old news", seconds_ago=90 * 86400)
    for number in range(30):
        sandbox.publish(platform="facebook", text=f"Post {number}", seconds_ago=80 * 86400)
    comment("head")
    page = facebook(sandbox)
    position = walk(page, "comments").position
    say(sandbox, "deep", post=old)

    fetched = page.fetch("comments", since=position, at=None)

    for item in fetched.items:
        body = fetched.bodies[item.capture].body.decode()
        assert item.external_id in body
    assert {item.capture for item in fetched.items} == {0, 1}
