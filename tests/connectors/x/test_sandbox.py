"""Does the sandbox keep X's manners where the connector does not look?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.connectors.x.conftest import OnX

ALL = {"tweet.fields": "conversation_id,author_id,created_at,entities,edit_controls,lang"}


def _ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json().get("data", [])]


@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_a_whole_conversation_can_be_searched(x: OnX, dialect: str) -> None:
    x.rules(dialect=dialect)
    post = x.publish("Road closed")
    asked = x.mention("why?", post=post)
    ours = x.mention("A crash.", as_department=True, reply_to=asked)
    x.mention("@MesaVerdePD something else")
    found = x.ask(
        "/2/tweets/search/recent",
        params={"query": f"conversation_id:{post} -from:MesaVerdePD", **ALL},
    )
    assert _ids(found) == [asked]
    to_us = x.ask("/2/tweets/search/recent", params={"query": "from:JaneDoe to:MesaVerdePD why"})
    assert _ids(to_us) == [asked]
    replies = x.ask("/2/tweets/search/recent", params={"query": "is:reply from:MesaVerdePD"})
    assert _ids(replies) == [ours]


def test_search_ends_after_seven_days(x: OnX) -> None:
    x.mention("@MesaVerdePD old", seconds_ago=8 * 86_400)
    assert x.ask("/2/tweets/search/recent", params={"query": "old"}).json() == {
        "meta": {"result_count": 0}
    }


@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_a_post_that_is_gone_is_a_partial_error_with_200(x: OnX, dialect: str) -> None:
    x.rules(dialect=dialect)
    there, gone = x.mention("there"), x.mention("gone")
    x.sandbox.remove(gone)
    several = x.ask("/2/tweets", params={"ids": f"{gone},{there}", **ALL})
    assert _ids(several) == [there]
    assert several.json()["errors"][0]["resource_id"] == gone
    single = x.ask(f"/2/tweets/{gone}")
    assert single.status_code == 200
    assert "data" not in single.json()
    assert x.ask(f"/2/tweets/{there}").json()["data"]["text"] == "@MesaVerdePD there"


@pytest.mark.parametrize("dialect", ["tweet", "post"])
@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/2/users/{me}/mentions", {"max_results": "3"}, 400),
        ("/2/users/{me}/mentions", {"max_results": "101"}, 400),
        ("/2/users/{me}/mentions", {"since_id": "x"}, 400),
        ("/2/users/{me}/mentions", {"tweet.fields": "everything"}, 400),
        ("/2/users/{me}/mentions", {"pagination_token": "x"}, 400),
        ("/2/users/{me}/tweets", {"start_time": "yesterday"}, 400),
        ("/2/tweets/search/recent", {"query": "x" * 513}, 400),
        ("/2/tweets", {"ids": ""}, 400),
        ("/2/users/12/mentions", {}, 403),
        ("/2/dm_events", {}, 403),
        ("/2/users/me", {}, 403),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    x: OnX, dialect: str, path: str, params: dict[str, str], status: int
) -> None:
    x.rules(dialect=dialect)
    answer = x.ask(path.format(me=x.me["id"]), params=params)
    assert answer.status_code == status


def test_only_what_was_asked_for_is_answered(x: OnX) -> None:
    x.mention("hello")
    answer = x.ask(f"/2/users/{x.me['id']}/mentions").json()
    assert answer["data"][0].keys() == {"id", "text", "edit_history_tweet_ids"}
    assert "includes" not in answer


def test_people_are_found_by_id(x: OnX) -> None:
    person = x.saying(x.mention("hello"))["author_id"]
    assert x.ask(f"/2/users/{person}").json()["data"]["username"] == "JaneDoe"
    assert x.ask("/2/users/12").json()["errors"][0]["title"] == "Not Found Error"


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic abc", 'OAuth oauth_token="x"'])
def test_nobody_gets_in_without_a_token(x: OnX, header: str) -> None:
    answer = x.ask(f"/2/users/{x.me['id']}/mentions", headers={"Authorization": header})
    assert answer.status_code == 401


def test_a_conversation_of_two_can_be_read_alone(x: OnX) -> None:
    client = x.connector._client  # noqa: SLF001 - the sandbox is under test here
    jane, _bob = x.message("I am Jane"), x.message("I am Bob", author="Bob")
    said = x.saying(jane)
    for who in (
        {"participant_id": said["author_id"]},
        {"dm_conversation_id": said["thread_id"]},
    ):
        body, _ = client.read(client.tweepy.get_direct_message_events, **who)
        assert [row["id"] for row in body["data"]] == [jane]


def test_a_post_can_be_taken_back_by_its_author_only(x: OnX) -> None:
    client = x.connector._client  # noqa: SLF001 - the sandbox is under test here
    theirs, ours = x.mention("hello"), x.publish("Road closed")
    assert client.write(client.tweepy.create_tweet, text="2nd post")["id"]
    assert client.tweepy.delete_tweet(ours).json() == {"data": {"deleted": True}}
    with pytest.raises(Exception, match="not allowed to delete"):
        client.tweepy.delete_tweet(theirs)


def test_a_rule_that_does_not_exist_is_refused(x: OnX) -> None:
    answer = x.ask("/sandbox/rules", "PUT", json={"dialect": "latin"})
    x.watched.pop()
    assert answer.status_code == 400
