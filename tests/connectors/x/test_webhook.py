"""What do we make of what X pushes, by the examples of its documentation?"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import webhooks
from connectors.pages import Author, Incoming, Notice, Pointer
from connectors.webhooks import NoChallenge, Source, UnreadableWebhook, answer_to
from connectors.words import Direction, Happening, Kind, Surface
from connectors.x.webhook import READERS, is_signed, signature

ME, PERSON = "1111111111111111111", "2222222222222222222"
AT = datetime(2026, 7, 24, 21, 23, 23, tzinfo=UTC)
POST = {
    "id": "2080765813578191303",
    "edit_history_tweet_ids": ["2080765813578191303"],
    "conversation_id": "2080765813578191303",
    "author_id": PERSON,
    "created_at": "2026-07-24T21:23:23.000Z",
    "text": "hey @ExampleUser",
    "entities": {"mentions": [{"start": 4, "end": 16, "username": "ExampleUser", "id": ME}]},
    "public_metrics": {"like_count": 0, "like_count_str": "0"},
}
USERS = [
    {"id": PERSON, "username": "OtherUser", "name": "Other User"},
    {"id": ME, "username": "ExampleUser", "name": "Example User"},
]
MESSAGE = {
    "type": "message_create",
    "id": "2080765901528535096",
    "created_timestamp": "1784928203000",
    "message_create": {
        "target": {"recipient_id": ME},
        "sender_id": PERSON,
        "message_data": {"text": "hello &amp; welcome", "entities": {"urls": []}},
    },
}
PEOPLE = {one["id"]: {"data": one} for one in USERS}
CHAT = {
    "id": "e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6",
    "created_at_msec": "1784928203000",
    "sender_id": PERSON,
    "conversation_id": f"{PERSON}:{ME}",
    "encoded_event": "CwABAAAA",
}
DM = {"direct_message_events": [MESSAGE], "users": PEOPLE}


def read(kind: str, payload: Any, **more: Any) -> webhooks.Delivered:
    event = {"event_type": kind, "filter": {"user_id": ME}, "payload": payload, **more}
    (told,) = webhooks.read(Source.X, json.dumps({"data": event}).encode())
    assert told.external_id == ME
    return told


def post(**other: Any) -> webhooks.Delivered:
    includes = other.pop("includes", {})
    return read(
        other.pop("kind", "post.mention.create"),
        POST | other,
        includes={"users": USERS, "tweets": [POST], **includes},
    )


def item(told: webhooks.Delivered) -> Incoming:
    (one,) = told.page.items
    return one


def test_a_mention_says_what_a_poll_would() -> None:
    told = item(post())

    assert (told.kind, told.direction) == (Kind.MENTION, Direction.IN)
    assert told.external_id == told.thread_id == POST["id"]
    assert (told.text, told.sent_at, told.is_summons) == ("hey @ExampleUser", AT, True)
    assert told.author == Author(external_id=PERSON, name="Other User", handle="OtherUser")


@pytest.mark.parametrize(
    "lacking",
    [
        {"referenced_tweets": [{"type": "replied_to", "id": "20"}], "conversation_id": "20"},
        {"referenced_posts": [{"type": "quoted", "id": "20"}]},
        {"attachments": {"media_keys": ["3_1"]}},
        {"text": "@ExampleUser a long story that X cuts off…"},
        {"includes": {"users": USERS[:1]}},
    ],
)
def test_what_is_not_told_whole_is_asked_for_by_its_id(lacking: dict[str, Any]) -> None:
    told = post(**lacking)

    assert told.page.items == ()
    assert told.page.pointers == (Pointer(post_id=str(POST["id"])),)


def test_a_reply_with_its_parent_stands_below_it() -> None:
    ours = POST | {"id": "20", "edit_history_tweet_ids": ["20"], "author_id": ME, "text": "Closed."}
    above = {"type": "replied_to", "id": "20"}
    for references, included in (("referenced_tweets", "tweets"), ("referenced_posts", "posts")):
        told = item(
            read(
                "post.reply.create",
                POST | {references: [above], "in_reply_to_user_id": ME, "conversation_id": "20"},
                includes={"users": USERS, included: [ours]},
            )
        )
        assert told.thread_id == POST["id"]
        assert told.post is not None
        assert (told.post.external_id, told.post.text) == ("20", "Closed.")


def test_a_post_of_ours_that_answers_nobody_is_no_conversation() -> None:
    told = post(kind="post.create", author_id=ME)

    assert (told.page.items, told.page.pointers) == ((), ())


def test_a_post_we_deleted_is_a_notice() -> None:
    told = read("post.delete", {"id": "20", "author_id": ME})

    assert told.page.notices == (Notice(external_id="20", happening=Happening.REMOVED),)


def test_a_message_names_its_thread_and_both_people() -> None:
    told = item(read("dm.received", DM))

    assert (told.kind, told.thread_id) == (Kind.DIRECT_MESSAGE, f"{ME}-{PERSON}")
    assert (told.text, told.sent_at) == ("hello & welcome", AT)
    assert (
        told.author
        == told.contact
        == Author(external_id=PERSON, name="Other User", handle="OtherUser")
    )
    sent = {"target": {"recipient_id": PERSON}, "sender_id": ME, "message_data": {"text": "hi"}}
    ours = item(
        read("dm.sent", DM | {"direct_message_events": [MESSAGE | {"message_create": sent}]})
    )
    assert (ours.direction, ours.thread_id) == (Direction.OUT, told.thread_id)
    assert ours.contact == told.contact


def test_an_encrypted_message_stands_in_the_thread_of_its_person() -> None:
    told = item(read("chat.received", CHAT))
    ours = item(read("chat.sent", CHAT | {"sender_id": ME}))
    group = item(read("chat.received", CHAT | {"conversation_id": "g1234"}))

    assert (told.surface, told.text, told.sent_at) == (Surface.ENCRYPTED, "", AT)
    assert told.thread_id == ours.thread_id == f"{ME}-{PERSON}"
    assert (told.direction, ours.direction) == (Direction.IN, Direction.OUT)
    assert told.contact == ours.contact == Author(external_id=PERSON)
    assert (group.thread_id, group.contact) == ("g1234", None)


def test_a_list_of_events_is_read_like_each() -> None:
    each = {"event_type": "dm.received", "filter": {"user_id": ME}, "payload": DM}
    body = json.dumps({"data": [each, each | {"event_type": "like.create"}, each]}).encode()

    assert len(webhooks.read(Source.X, body)) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*MESSAGE, *DM, *POST, *CHAT, "data"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(kind=st.sampled_from([*READERS]), payload=JSON, includes=JSON)
def test_whatever_is_pushed_is_read_or_refused_by_name(
    kind: str, payload: Any, includes: Any
) -> None:
    event = {"event_type": kind, "filter": {"user_id": ME}, "payload": payload}
    body = json.dumps({"data": event | {"includes": includes}}).encode()
    with suppress(UnreadableWebhook):
        webhooks.read(Source.X, body)


@pytest.mark.parametrize("at", ["1" + "0" * 30, "-" + "9" * 18, "soon", None, "1" * 5000])
def test_a_time_that_is_none_is_refused_by_name(at: Any) -> None:
    with pytest.raises(UnreadableWebhook):
        read("dm.received", DM | {"direct_message_events": [MESSAGE | {"created_timestamp": at}]})


def test_a_signature_is_over_the_bytes_as_they_came() -> None:
    body = '{"data":  "é"}'.encode()

    assert signature(b"challenge", "secret") == answer_to("challenge", "secret")
    assert is_signed(body, signature(body, "secret"), "secret")
    assert not is_signed(body + b" ", signature(body, "secret"), "secret")
    assert not is_signed(body, "", "secret")
    assert not is_signed(body, "sha256=é", "secret")


@settings(max_examples=25)
@given(st.dictionaries(st.text(), st.text()) | st.lists(st.text(), min_size=1))
def test_no_push_is_signed_as_a_challenge(push: Any) -> None:
    with pytest.raises(NoChallenge):
        answer_to(json.dumps(push), "secret")
