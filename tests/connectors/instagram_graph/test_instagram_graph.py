"""Does the desk hear and answer an Instagram business account through the Graph API?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connectors.attachments import AttachmentKind
from connectors.errors import NeedsReconnection, OutcomeUnknown, Refused, TryLater
from connectors.graph.errors import WindowClosed
from connectors.instagram.graph import InstagramGraphConnector
from connectors.pages import Incoming
from connectors.words import Direction, Surface
from tests.connectors.graph.department import answer_to, instagram, walk
from tests.sandbox.running import Running

DAY = 86400
HERE = {"platform": "instagram", "profile": "instagram_graph"}


@pytest.fixture
def account(sandbox: Running) -> InstagramGraphConnector:
    """The account's line, with one picture to comment under."""
    sandbox.publish(**HERE, text="Bike auction on Saturday")
    return instagram(sandbox)


def comment(sandbox: Running, text: str, **facts: Any) -> str:
    return sandbox.say(**HERE | {"kind": "comment", "author": "Ana", "text": text} | facts)


def message(sandbox: Running, text: str, **facts: Any) -> str:
    said = {"kind": "direct_message", "author": "Ana", "text": text}
    return sandbox.say(**HERE | said | facts)


def the(account: InstagramGraphConnector, stream: str, external_id: str) -> Incoming:
    return next(i for i in walk(account, stream).items if i.external_id == external_id)


def test_comments_and_replies_arrive_in_their_thread(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    top = comment(sandbox, "What time?")
    comment(sandbox, "Same question", author="Ben", reply_to=top)
    comment(sandbox, "At ten.", reply_to=top, as_department=True)

    by_text = {item.text: item for item in walk(account, "comments").items}

    assert {item.thread_id for item in by_text.values()} == {top}
    assert by_text["At ten."].direction is Direction.OUT
    asked = by_text["What time?"]
    assert asked.author
    assert asked.author.handle == "ana"
    assert asked.post
    assert asked.post.text == "Bike auction on Saturday"


def test_a_reply_below_an_old_and_deep_comment_is_found(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    old = comment(sandbox, "first of all", seconds_ago=90000)
    many = {"kind": "comment", "author": "Ben", "text": "later", "seconds_ago": 80000}
    sandbox.say_many(HERE | many | {"count": 120})
    position = walk(account, "comments").position
    comment(sandbox, "deep reply", reply_to=old)

    walked = walk(account, "comments", since=position)

    assert "deep reply" in walked.texts
    assert walked.pages > 1


def test_a_quiet_account_is_not_walked_again(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    many = {"kind": "comment", "author": "Ben", "text": "later", "seconds_ago": 80000}
    sandbox.say_many(HERE | many | {"count": 120})
    position = walk(account, "comments").position

    assert walk(account, "comments", since=position).pages == 1


def test_many_comments_and_many_replies_are_walked(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    said = HERE | {"kind": "comment", "author": "Ben", "text": "c"}
    ids = sandbox.say_many(said | {"count": 170})
    below = sandbox.say_many(said | {"count": 130, "reply_to": ids[0]})

    walked = walk(account, "comments")

    assert {i.external_id for i in walked.items} == {*ids, *below}
    assert {i.thread_id for i in walked.items if i.external_id in below} == {ids[0]}


def test_a_new_comment_under_an_old_picture_is_found(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    old = sandbox.publish(**HERE, text="Old", seconds_ago=90 * DAY)
    for number in range(60):
        sandbox.publish(**HERE, text=f"Post {number}", seconds_ago=80 * DAY)
    position = walk(account, "comments").position
    comment(sandbox, "Still there?", post=old)

    found: list[str] = []
    for _ in range(4):
        step = walk(account, "comments", since=position)
        position, found = step.position, [*found, *step.texts]

    assert "Still there?" in found


def test_a_repeated_page_keeps_the_walk_open(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    said = HERE | {"kind": "comment", "author": "Ben", "text": "c"}
    sandbox.say_many(said | {"count": 120})
    head = account.fetch("comments", since=None, at=None)
    sandbox.faults(kind="repeat_page", platform="graph", route="*/comments")

    with pytest.raises(TryLater):
        account.fetch("comments", since=None, at=head.next)
    assert account.fetch("comments", since=None, at=head.next).items


def test_messages_arrive_in_both_directions(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    message(sandbox, "Hi")
    message(sandbox, "Hello Ana", as_department=True)

    by_text = {item.text: item for item in walk(account, "messages").items}

    assert by_text["Hi"].direction is Direction.IN
    assert by_text["Hello Ana"].direction is Direction.OUT
    assert by_text["Hello Ana"].contact == by_text["Hi"].author
    assert by_text["Hi"].author
    assert by_text["Hi"].author.handle == "ana"


def test_messages_of_the_page_and_of_the_account_are_told_apart(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="on Messenger")
    message(sandbox, "on Instagram")

    assert walk(account, "messages").texts == ["on Instagram"]


def test_words_about_a_story_say_so_and_where_it_can_be_seen(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    message(sandbox, "Well done", story="reply")
    message(sandbox, "", author="Bo", story="mention")
    message(sandbox, "Hello", author="Cy")

    items = {item.text: item for item in walk(account, "messages").items}

    assert {text: item.surface for text, item in items.items()} == {
        "Well done": Surface.STORY_REPLY,
        "": Surface.STORY_MENTION,
        "Hello": None,
    }
    (link,) = items[""].attachments
    assert (link.kind, bool(link.url)) == (AttachmentKind.LINK, True)


def test_a_public_reply_stays_one_level_deep(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    top = comment(sandbox, "What time?")
    below = the(account, "comments", comment(sandbox, "Me too", reply_to=top))

    receipt = account.send(answer_to(below, "At ten."))

    (said,) = sandbox.sayings(from_department=True)
    assert (said["id"], said["parent_id"]) == (receipt.external_id, top)
    assert account.find_sent(answer_to(below, "At ten."))


def test_a_private_reply_and_a_direct_message_go_out(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    asked = the(account, "comments", comment(sandbox, "What time?"))
    wrote = the(account, "messages", message(sandbox, "Hi", author="Ben"))

    private = account.send(answer_to(asked, "Privately.", privately=True))
    direct = account.send(answer_to(wrote, "Directly."))

    arrived = {i.external_id: i for i in walk(account, "messages").items}
    assert arrived[private.external_id].contact == asked.author
    assert arrived[direct.external_id].thread_id == wrote.thread_id
    with pytest.raises(Refused, match="already replied"):
        account.send(answer_to(asked, "Twice.", privately=True))


def test_direct_messages_are_measured_in_bytes(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    wrote = the(account, "messages", message(sandbox, "Hi"))
    rule = account.capabilities[wrote.kind].text

    account.send(answer_to(wrote, "ñ" * 500))

    assert rule.length("ñ" * 500) == rule.limit
    with pytest.raises(Refused, match="1000 bytes"):
        account.send(answer_to(wrote, "ñ" * 501))


def test_the_window_is_a_day_and_for_people_a_week(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    late = the(account, "messages", message(sandbox, "Hi", seconds_ago=2 * DAY))
    account.send(answer_to(late, "Hello"))
    sandbox.advance(8 * DAY)

    with pytest.raises(WindowClosed):
        account.send(answer_to(late, "Hello again"))


@pytest.mark.parametrize("privately", [False, True])
def test_after_a_reset_the_reply_is_found_and_was_posted_once(
    sandbox: Running, account: InstagramGraphConnector, *, privately: bool
) -> None:
    asked = the(account, "comments", comment(sandbox, "What time?"))
    reply = answer_to(asked, "At ten.", privately=privately)
    sandbox.faults(kind="reset_after", platform="graph", method="POST")

    with pytest.raises(OutcomeUnknown):
        account.send(reply)

    assert account.find_sent(reply)
    assert account.find_sent(replace(reply, text="Never said")) is None
    assert len(sandbox.journal(method="POST", platform="graph")) == 1


@pytest.mark.parametrize("text", ["<b>x</b>", "lone \ud800", "nul \x00", "🚓" * 300])
def test_hostile_text_arrives_as_it_was_written(
    sandbox: Running, account: InstagramGraphConnector, text: str
) -> None:
    comment(sandbox, text)
    message(sandbox, text)

    assert walk(account, "comments").texts == [text]
    assert walk(account, "messages").texts == [text]


def test_a_revoked_account_cannot_be_spoken_for(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    asked = the(account, "comments", comment(sandbox, "What time?"))
    wrote = the(account, "messages", message(sandbox, "Hi"))
    sandbox.revoke("instagram", "instagram_graph")

    for reply in (
        answer_to(asked, "A"),
        answer_to(asked, "B", privately=True),
        answer_to(wrote, "C"),
    ):
        with pytest.raises(NeedsReconnection):
            account.send(reply)
    assert not sandbox.sayings(from_department=True)


def test_an_emoji_below_a_message_is_told_with_who_put_it_there(
    sandbox: Running, account: InstagramGraphConnector
) -> None:
    said, bare = message(sandbox, "Thank you"), message(sandbox, "Hello?")
    sandbox.react(said, "❤️")

    told = the(account, "messages", said)

    assert told.author is not None
    assert told.reactions is not None
    (one,) = told.reactions
    assert (one.emoji, one.person_id) == ("❤️", told.author.external_id)
    assert the(account, "messages", bare).reactions == ()
