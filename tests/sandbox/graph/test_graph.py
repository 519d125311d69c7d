"""Does the sandbox answer like the Graph API, whoever asks?"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from connectors.graph.client import appsecret_proof
from sandbox.graph.failing import GraphError
from sandbox.graph.selection import parse
from sandbox.graph.tokens import PAGE_TOKEN
from tests.sandbox.running import Running

GRAPH = {"X-Sim-Host": "graph.facebook.com"}


def call(sandbox: Running, method: str, path: str, **given: Any) -> requests.Response:
    secret = sandbox.profile("facebook")["sign_in"]["app_secret"]
    given = {
        "access_token": PAGE_TOKEN,
        "appsecret_proof": appsecret_proof(secret, PAGE_TOKEN),
    } | given
    address = f"{sandbox.address}/v24.0/{path}"
    where = "data" if method == "POST" else "params"
    return requests.request(method, address, headers=GRAPH, timeout=5, **{where: given})


def read(sandbox: Running, path: str, **given: Any) -> dict[str, Any]:
    answer = call(sandbox, "GET", path, **given)
    assert answer.ok, answer.text
    told: dict[str, Any] = answer.json()
    return told


def refused(sandbox: Running, method: str, path: str, **given: Any) -> dict[str, Any]:
    answer = call(sandbox, method, path, **given)
    assert not answer.ok
    error: dict[str, Any] = answer.json()["error"]
    return error


@pytest.fixture
def post(sandbox: Running) -> str:
    return sandbox.publish(platform="facebook", text="Main Street is closed.")


def say(sandbox: Running, text: str, **facts: Any) -> str:
    said = {"platform": "facebook", "kind": "comment", "author": "Ana Ruiz", "text": text}
    return sandbox.say(**said | facts)


def test_a_selection_is_read_with_its_modifiers_and_braces() -> None:
    one, two = parse("id, comments.filter(stream).limit(25){message,from{id}}")

    assert one.name == "id"
    assert two.modifiers == {"filter": "stream", "limit": "25"}
    assert [each.name for each in two.fields or []] == ["message", "from"]


@pytest.mark.parametrize("text", ["", "id,", "a{b", "a}", "a..b(1)", ",", "a{}"])
def test_a_malformed_selection_is_refused(text: str) -> None:
    with pytest.raises(GraphError):
        parse(text)


def test_only_what_was_asked_for_is_returned_and_nothing_is_null(
    sandbox: Running, post: str
) -> None:
    say(sandbox, "")

    told = read(sandbox, f"{post}/comments", fields="id,message,parent{id}")

    assert [sorted(each) for each in told["data"]] == [["id"]]


def test_replies_are_hidden_unless_the_stream_is_asked_for(sandbox: Running, post: str) -> None:
    top = say(sandbox, "top")
    below = say(sandbox, "below", reply_to=top)

    assert [c["id"] for c in read(sandbox, f"{post}/comments")["data"]] == [top]
    stream = read(sandbox, f"{post}/comments", filter="stream", order="reverse_chronological")
    assert [c["id"] for c in stream["data"]] == [below, top]
    assert [c["id"] for c in read(sandbox, f"{top}/comments")["data"]] == [below]


def test_next_repeats_every_parameter_and_leads_on(sandbox: Running, post: str) -> None:
    said = {"platform": "facebook", "kind": "comment", "author": "Ana", "text": "c"}
    ids = sandbox.say_many(said | {"count": 5})
    first = read(sandbox, f"{post}/comments", limit=2, order="chronological", filter="stream")

    onward = urlsplit(first["paging"]["next"])
    told = {name: values[0] for name, values in parse_qs(onward.query).items()}
    second = requests.get(
        f"{sandbox.address}{onward.path}", params=told, headers=GRAPH, timeout=5
    ).json()

    assert told["filter"] == "stream"
    assert told["access_token"] == PAGE_TOKEN
    assert [c["id"] for c in (*first["data"], *second["data"])] == ids[:4]


def test_the_last_page_has_cursors_but_no_next(sandbox: Running, post: str) -> None:
    say(sandbox, "only")

    told = read(sandbox, f"{post}/comments")

    assert told["paging"]["cursors"]["after"]
    assert "next" not in told["paging"]


def test_a_comment_is_hidden_shown_edited_and_deleted(sandbox: Running, post: str) -> None:
    theirs = say(sandbox, "theirs")
    ours = call(sandbox, "POST", f"{post}/comments", message="ours").json()["id"]

    assert call(sandbox, "POST", theirs, is_hidden="true").json() == {"success": True}
    assert read(sandbox, theirs, fields="is_hidden")["is_hidden"] is True
    assert refused(sandbox, "POST", theirs, message="changed")["code"] == 200
    assert call(sandbox, "POST", ours, message="changed").ok
    assert read(sandbox, ours, fields="message")["message"] == "changed"
    assert call(sandbox, "DELETE", theirs).ok
    assert refused(sandbox, "GET", theirs)["error_subcode"] == 33


@pytest.mark.parametrize(
    ("path", "given", "code"),
    [
        ("nobody", {}, 100),
        ("me", {"fields": "shoe_size"}, 100),
        ("me/feed", {"fields": "id,{"}, 2500),
        ("me/feed", {"limit": "none"}, 100),
        ("me/feed", {"after": "!"}, 100),
        ("me/shoes", {}, 2500),
        ("me/conversations", {"platform": "PIGEON"}, 100),
        ("me", {"access_token": "wrong"}, 190),
        ("me", {"access_token": ""}, 2500),
        ("me", {"appsecret_proof": "wrong"}, 100),
    ],
)
def test_what_graph_does_not_know_is_refused_in_its_envelope(
    sandbox: Running, path: str, given: dict[str, str], code: int
) -> None:
    error = refused(sandbox, "GET", path, **given)

    assert error["code"] == code
    assert error["message"]
    assert error["fbtrace_id"]


def test_a_call_without_a_proof_is_refused(sandbox: Running) -> None:
    answer = requests.get(
        f"{sandbox.address}/v24.0/me",
        params={"access_token": PAGE_TOKEN},
        headers=GRAPH,
        timeout=5,
    )

    assert "appsecret_proof" in answer.json()["error"]["message"]


def test_usage_is_told_in_headers_and_ends_the_calls_at_the_quota(sandbox: Running) -> None:
    answer = call(sandbox, "GET", "me")

    assert '"call_count"' in answer.headers["X-App-Usage"]
    assert "estimated_time_to_regain_access" in answer.headers["X-Business-Use-Case-Usage"]
    sandbox.faults(kind="rate_limit", platform="graph")
    assert refused(sandbox, "GET", "me")["code"] == 80001


def test_the_thread_of_a_stranger_cannot_be_written_to(sandbox: Running) -> None:
    error = refused(sandbox, "POST", "me/messages", recipient='{"id":"1"}', message='{"text":"hi"}')

    assert error["error_subcode"] == 2018001


@pytest.mark.parametrize(
    ("recipient", "message"),
    [("{", '{"text":"hi"}'), ('{"id":"1"}', "{}"), ("[]", '{"text":"hi"}')],
)
def test_a_malformed_message_is_refused(sandbox: Running, recipient: str, message: str) -> None:
    error = refused(sandbox, "POST", "me/messages", recipient=recipient, message=message)

    assert error["code"] == 100
