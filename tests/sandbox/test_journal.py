"""Does the journal show every platform request, what it did, and no secret?"""

from __future__ import annotations

import pytest
import requests

from sandbox.graph.tokens import PAGE_TOKEN
from tests.sandbox import graph_calls
from tests.sandbox.running import Running


def test_a_request_is_kept_with_what_it_did(sandbox: Running) -> None:
    post = sandbox.publish(platform="facebook", text="Road works")
    said = graph_calls.comment(sandbox, post, "Thank you.").json()["id"]
    (entry,) = sandbox.journal(method="POST", path="/comments")
    assert (entry["status"], entry["effects"]) == (200, [f"said {said}"])
    assert entry["parameters"]["message"] == "Thank you."


def test_tokens_and_proofs_are_masked(sandbox: Running) -> None:
    graph_calls.read_page(sandbox)
    (entry,) = sandbox.journal()
    assert entry["parameters"]["access_token"] == "***"
    assert PAGE_TOKEN not in str(entry)


def test_the_json_inside_a_signed_body_is_shown_with_its_secrets_masked(sandbox: Running) -> None:
    requests.post(
        f"{sandbox.address}/api/v1/nowhere/",
        data={"signed_body": 'SIGNATURE.{"username": "ana", "enc_password": "abc"}'},
        headers={"X-Sim-Host": "i.instagram.com"},
        timeout=5,
    )
    (entry,) = sandbox.journal()
    assert entry["parameters"] == {"username": "ana", "enc_password": "***"}


def test_a_request_that_got_no_answer_is_kept_too(sandbox: Running) -> None:
    sandbox.faults(kind="reset_before")
    with pytest.raises(requests.ConnectionError):
        graph_calls.read_page(sandbox)
    (entry,) = sandbox.journal()
    assert (entry["status"], entry["faults"]) == (None, ["reset_before"])


def test_only_what_came_later_can_be_asked_for(sandbox: Running) -> None:
    graph_calls.read_page(sandbox)
    (first,) = sandbox.journal()
    graph_calls.read_page(sandbox)
    (later,) = sandbox.journal(since=first["number"])
    assert later["number"] == first["number"] + 1


def test_control_requests_are_no_platform_requests(sandbox: Running) -> None:
    sandbox.publish(platform="x", text="Hello")
    assert sandbox.journal() == []
