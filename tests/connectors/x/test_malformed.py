"""Whatever X sends, what can be read arrives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.pages import Incoming
from connectors.x.walking import moment_of
from tests.connectors.x.conftest import OnX

ID = "2124728244883161093"
OTHER = "2124728244883161092"


def _fetched(x: OnX, stream: str, *rows: Any, **more: Any) -> list[Incoming]:
    body = {"data": list(rows), "meta": {"result_count": len(rows)}, **more}
    x.sandbox.faults(kind="status", platform="x", status=200, body=body)
    return list(x.fetch(stream).items)


@pytest.mark.parametrize(
    "row",
    [
        {"id": ID},
        {"id": ID, "text": None, "author_id": None, "created_at": "yesterday"},
        {"id": int(ID), "text": "t", "referenced_tweets": "none", "entities": []},
        {"id": ID, "edit_history_tweet_ids": [], "created_at": "0001-01-01T00:00:00+23:59"},
        {"id": ID, "referenced_tweets": [{"type": "replied_to"}, None], "entities": {"urls": [1]}},
        {"id": ID, "referenced_posts": None, "edit_history_post_ids": None},
    ],
)
def test_a_post_with_nothing_but_an_id_arrives(x: OnX, row: dict[str, Any]) -> None:
    item = _fetched(x, "mentions", row)[0]
    assert (item.external_id, item.thread_id) == (ID, ID)
    assert item.sent_at == moment_of(ID)


@pytest.mark.parametrize("bad", [None, 7, "text", [], {}, {"text": "no id"}])
@pytest.mark.parametrize("stream", ["mentions", "messages"])
def test_an_item_without_an_id_does_not_hide_the_others(x: OnX, stream: str, bad: Any) -> None:
    items = _fetched(x, stream, {"id": ID, "text": "a"}, bad, {"id": OTHER, "text": "b"})
    assert [i.external_id for i in items] == [ID, OTHER]


@pytest.mark.parametrize("one", ["9" * 40, "abc", "²"])
def test_an_id_that_is_no_snowflake_is_taken_as_it_comes(x: OnX, one: str) -> None:
    item = _fetched(x, "messages", {"id": one, "text": "a"})[0]
    assert item.external_id == one
    assert abs((item.sent_at - datetime.now(UTC)).total_seconds()) < 60


def test_a_message_without_its_conversation_joins_that_of_its_sender(x: OnX) -> None:
    item = _fetched(x, "messages", {"id": ID, "text": "a", "sender_id": "7"})[0]
    assert item.thread_id == f"7-{x.me['id']}"
    assert item.contact is not None
    assert item.contact.external_id == "7"


def test_somebody_joining_a_group_says_nothing(x: OnX) -> None:
    assert _fetched(x, "messages", {"id": ID, "event_type": "ParticipantsJoin"}) == []


def test_a_group_message_stays_in_its_group(x: OnX) -> None:
    row = {"id": ID, "text": "a", "sender_id": "7", "dm_conversation_id": "1585800613752881156"}
    item = _fetched(x, "messages", row)[0]
    assert item.thread_id == "1585800613752881156"
    assert item.contact is None


def test_posts_that_answer_each_other_are_no_endless_walk(x: OnX) -> None:
    def answering(one: str, other: str) -> dict[str, Any]:
        return {"id": one, "author_id": "7", "referenced_tweets": [_replied(other)]} | _named(x)

    items = _fetched(x, "mentions", answering(ID, OTHER), answering(OTHER, ID))
    assert {i.external_id for i in items} == {ID, OTHER}


def test_a_strangers_post_under_which_we_are_called_is_not_part_of_the_branch(x: OnX) -> None:
    call = {"id": ID, "author_id": "7", "referenced_tweets": [_replied(OTHER)]} | _named(x)
    stranger = {"id": OTHER, "author_id": "8", "text": "I saw a crash"}
    items = _fetched(x, "mentions", call, includes={"tweets": [stranger]})
    assert [(i.external_id, i.thread_id, i.reply_to) for i in items] == [(ID, ID, None)]


def test_our_answer_to_a_stranger_opens_a_branch_at_their_post(x: OnX) -> None:
    ours = {
        "id": ID,
        "author_id": x.me["id"],
        "in_reply_to_user_id": "8",
        "referenced_tweets": [_replied(OTHER)],
    }
    stranger = {"id": OTHER, "author_id": "8", "text": "I saw a crash"}
    items = _fetched(x, "own_posts", ours, includes={"tweets": [stranger]})
    assert [(i.external_id, i.thread_id) for i in items] == [(ID, OTHER), (OTHER, OTHER)]


def _replied(post_id: str) -> dict[str, str]:
    return {"type": "replied_to", "id": post_id}


def _named(x: OnX) -> dict[str, Any]:
    mention = {"start": 0, "end": 12, "username": "MesaVerdePD", "id": x.me["id"]}
    return {"text": "@MesaVerdePD", "entities": {"mentions": [mention]}}
