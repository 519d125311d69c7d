"""Does every way of going wrong become what happens next?"""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import (
    ConnectorError,
    NeedsReconnection,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from connectors.facebook.connector import FacebookConnector
from connectors.graph import usage
from connectors.graph.errors import Gone, WindowClosed
from connectors.sending import OutgoingReply
from connectors.words import Audience, Kind
from tests.connectors.graph.department import access, facebook, instagram
from tests.sandbox.running import Running

RATE_CODES = [4, 17, 32, 341, 613, 80001, 80002, 80006]
REFUSED_CODES = [10, 100, 200, 230, 299, 368, 551, 10900, 1705]


def reply(post_id: str) -> OutgoingReply:
    return OutgoingReply(
        kind=Kind.COMMENT,
        audience=Audience.PUBLIC,
        text="At noon.",
        thread_id=post_id,
        reply_to=post_id,
        recipient_id="1",
        client_token="test",
        attempted_at=datetime.now(UTC),
    )


def answering(sandbox: Running, code: int, **more: Any) -> None:
    error = {"message": "The platform's own words.", "code": code} | more
    sandbox.faults(kind="status", platform="graph", status=400, body={"error": error})


def fails_reading(sandbox: Running) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        facebook(sandbox).fetch("comments", since=None, at=None)
    return caught.value


def fails_writing(sandbox: Running) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        facebook(sandbox).send(reply("1_2"))
    return caught.value


@pytest.mark.parametrize("code", [102, 190])
def test_an_ended_token_needs_a_new_connection(sandbox: Running, code: int) -> None:
    answering(sandbox, code, error_subcode=460)
    assert isinstance(fails_reading(sandbox), NeedsReconnection)

    answering(sandbox, code, error_subcode=460)
    problem = fails_writing(sandbox)

    assert isinstance(problem, NeedsReconnection)
    assert "changed their password" in str(problem)


@pytest.mark.parametrize("code", RATE_CODES)
def test_a_used_up_quota_is_tried_later_whether_reading_or_writing(
    sandbox: Running, code: int
) -> None:
    answering(sandbox, code)
    assert isinstance(fails_reading(sandbox), TryLater)
    answering(sandbox, code)
    assert isinstance(fails_writing(sandbox), TryLater)


def test_the_minutes_that_meta_names_are_waited(sandbox: Running) -> None:
    sandbox.faults(kind="rate_limit", platform="graph", seconds=300)

    problem = fails_reading(sandbox)

    assert isinstance(problem, TryLater)
    assert problem.retry_at
    left = problem.retry_at - datetime.now(UTC)
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)


def test_what_meta_calls_transient_is_tried_later(sandbox: Running) -> None:
    answering(sandbox, 341, is_transient=True)
    assert isinstance(fails_writing(sandbox), TryLater)


@pytest.mark.parametrize("code", REFUSED_CODES)
def test_a_refusal_carries_the_platforms_own_words(sandbox: Running, code: int) -> None:
    answering(sandbox, code)

    problem = fails_writing(sandbox)

    assert isinstance(problem, Refused)
    assert "The platform's own words." in str(problem)


def test_words_meant_for_people_are_preferred(sandbox: Running) -> None:
    answering(sandbox, 368, error_user_msg="You were blocked for a day.")
    assert "blocked for a day" in str(fails_writing(sandbox))


def test_a_closed_window_and_a_vanished_object_have_names(sandbox: Running) -> None:
    answering(sandbox, 10, error_subcode=2018278)
    assert isinstance(fails_writing(sandbox), WindowClosed)
    answering(sandbox, 100, error_subcode=33)
    assert isinstance(fails_writing(sandbox), Gone)


@pytest.mark.parametrize("code", [10, 200, 283])
def test_a_missing_permission_to_read_needs_a_new_connection(sandbox: Running, code: int) -> None:
    answering(sandbox, code)
    assert isinstance(fails_reading(sandbox), NeedsReconnection)


@pytest.mark.parametrize("code", [1, 2])
def test_a_stumble_is_unknown_for_a_write_and_later_for_a_read(sandbox: Running, code: int) -> None:
    answering(sandbox, code, is_transient=True)
    assert isinstance(fails_writing(sandbox), OutcomeUnknown)
    answering(sandbox, code, is_transient=True)
    assert isinstance(fails_reading(sandbox), TryLater)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 502, "body": "Bad gateway"},
        {"kind": "status", "status": 400, "body": {"surprise": 1}},
        {"kind": "status", "status": 200, "body": [1, 2]},
        {"kind": "status", "status": 200, "body": {}},
        {"kind": "html"},
        {"kind": "truncated"},
        {"kind": "no_content_type"},
        {"kind": "reset_before"},
    ],
)
def test_an_answer_that_says_nothing(sandbox: Running, fault: dict[str, Any]) -> None:
    sandbox.publish(platform="facebook", text="Post")
    sandbox.faults(**fault | {"platform": "graph"})
    assert isinstance(fails_reading(sandbox), TryLater)

    sandbox.faults(**fault | {"platform": "graph"})
    post_id = sandbox.state()["posts"][0]["id"]
    with pytest.raises(OutcomeUnknown):
        facebook(sandbox).send(reply(post_id))


def test_nothing_was_sent_when_nobody_listens(sandbox: Running) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
    known = access(sandbox, "facebook")
    page = FacebookConnector(
        type(known)(external_id=known.external_id, credentials=known.credentials, address=address)
    )

    with pytest.raises(TryLater):
        page.send(reply("1_2"))
    with pytest.raises(TryLater):
        page.fetch("comments", since=None, at=None)


def test_a_wrong_secret_needs_a_new_connection(sandbox: Running) -> None:
    with pytest.raises(NeedsReconnection):
        facebook(sandbox, app_secret="wrong").fetch("comments", since=None, at=None)
    with pytest.raises(NeedsReconnection):
        facebook(sandbox, app_secret=None).fetch("comments", since=None, at=None)


def test_a_revoked_page_is_told_apart_from_its_instagram_account(sandbox: Running) -> None:
    sandbox.revoke("instagram", "instagram_graph")

    with pytest.raises(NeedsReconnection):
        instagram(sandbox).fetch("comments", since=None, at=None)
    with pytest.raises(NeedsReconnection):
        instagram(sandbox).fetch("messages", since=None, at=None)
    facebook(sandbox).fetch("comments", since=None, at=None)

    sandbox.revoke("facebook")
    with pytest.raises(NeedsReconnection):
        facebook(sandbox).fetch("comments", since=None, at=None)


def test_no_error_and_no_repr_shows_a_token(sandbox: Running) -> None:
    token = "secret-token-of-a-page"
    known = access(sandbox, "facebook", page_token=token)
    with pytest.raises(ConnectorError) as caught:
        FacebookConnector(known).fetch("comments", since=None, at=None)
    sandbox.faults(kind="reset_before", platform="graph")
    with pytest.raises(ConnectorError) as reset:
        FacebookConnector(known).fetch("comments", since=None, at=None)

    for problem in (caught.value, reset.value):
        assert token not in str(problem)
        assert problem.__cause__ is None
    assert token not in repr(known)


def test_another_version_is_used_when_the_credentials_say_so(sandbox: Running) -> None:
    facebook(sandbox, graph_version="v26.0").fetch("comments", since=None, at=None)

    (call,) = sandbox.journal(platform="graph")
    assert call["path"].startswith("/v26.0/")


def test_what_is_left_of_the_quota_is_told(sandbox: Running) -> None:
    page = facebook(sandbox).fetch("comments", since=None, at=None)

    assert page.budget
    assert (page.budget.remaining, page.budget.limit) == (100, 100)


def test_the_most_used_share_decides_what_is_left() -> None:
    headers = {
        "x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":25}',
        "x-business-use-case-usage": '{"1":[{"type":"pages","call_count":80,"total_time":96,'
        '"total_cputime":25,"estimated_time_to_regain_access":19}]}',
    }

    budget = usage.budget(headers)

    assert budget
    assert budget.remaining == 4
    assert budget.resets_at
    assert usage.budget({}) is None
    assert usage.budget({"x-app-usage": "not json"}) is None
