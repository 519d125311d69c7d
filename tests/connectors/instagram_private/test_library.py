"""Does the sandbox satisfy instagrapi's own methods, models and all?"""

from __future__ import annotations

from typing import Any

import pytest
from instagrapi.exceptions import DirectThreadNotFound, LoginRequired

from connectors.instagram import private_client
from tests.connectors.instagram_private.department import Department


@pytest.fixture
def client(department: Department) -> Any:
    """instagrapi's own client, signed in."""
    return private_client.opened(department.connected.credentials, department.sandbox.address)


def test_it_reads_the_account_and_its_media(client: Any, department: Department) -> None:
    posts = [department.publish(f"Post {n}") for n in range(15)]
    assert client.account_info().username == "mesaverdepd.community"
    first, cursor = client.user_medias_paginated_v1("50000000101", amount=12)
    rest, end = client.user_medias_paginated_v1("50000000101", amount=12, end_cursor=cursor)
    assert [str(media.pk) for media in (*first, *rest)] == posts[::-1]
    assert client.media_pk_from_code(first[0].code) == posts[-1]
    assert not end


def test_it_reads_flat_comments_by_the_older_cursor(client: Any, department: Department) -> None:
    post = department.publish()
    said = [department.say(f"Number {n}", post=post) for n in range(45)]
    comments = client.media_comments(f"{post}_50000000101", amount=100)
    assert [comment.pk for comment in comments] == said[::-1]


def test_it_reads_replies(client: Any, department: Department) -> None:
    post = department.publish()
    top = department.say("Until when?", post=post)
    for number in range(12):
        department.say(f"Reply {number}", reply_to=top)
    assert len(client.media_comment_replies(f"{post}_50000000101", top)) == 12


def test_it_comments_likes_unlikes_and_deletes(client: Any, department: Department) -> None:
    post = department.publish()
    media = f"{post}_50000000101"
    top = department.say("Until when?", post=post)
    made = client.media_comment(media, "Until noon.", replied_to_comment_id=int(top))
    assert client.comment_like(int(top))
    assert client.media_comments(media)[0].has_liked
    assert client.comment_unlike(int(top))
    assert client.comment_bulk_delete(media, [int(made.pk)])
    assert [s["removed"] for s in department.sandbox.sayings(id=made.pk)] == [True]


def test_it_reads_answers_and_tends_threads(client: Any, department: Department) -> None:
    department.message("Hello")
    [thread] = client.direct_pending_inbox()
    assert client.direct_pending_approve(thread.id)
    assert [each.id for each in client.direct_threads()] == [thread.id]
    assert client.direct_message_seen(int(thread.id), int(thread.messages[0].id))
    sent = client.direct_answer(int(thread.id), "See https://example.org")
    assert len(client.direct_messages(int(thread.id))) == 2
    assert client.direct_message_delete(int(thread.id), int(sent.id))
    assert [m.text for m in client.direct_messages(int(thread.id))] == ["Hello"]


def test_it_writes_to_a_person(client: Any, department: Department) -> None:
    department.message("Hello")
    [thread] = client.direct_pending_inbox()
    client.direct_send("Good morning", user_ids=[int(thread.users[0].pk)])
    assert [m.text for m in client.direct_messages(int(thread.id))] == ["Good morning", "Hello"]


def test_it_is_told_what_is_not_there(client: Any) -> None:
    with pytest.raises(DirectThreadNotFound):
        client.direct_thread(340282366841710300949128000000000000099)


def test_a_session_that_was_left_is_over(client: Any) -> None:
    assert client.private_request("accounts/logout/", {"one_tap_app_login": True})
    with pytest.raises(LoginRequired):
        client.account_info()
