"""Does each fault go wrong in its own way, and was the write applied or not?"""

from __future__ import annotations

import time

import pytest
import requests

from tests.sandbox import graph_calls
from tests.sandbox.running import Running


@pytest.fixture
def post(sandbox: Running) -> str:
    return sandbox.publish(platform="facebook", text="Road works")


def answers(sandbox: Running) -> list[str]:
    return [saying["text"] for saying in sandbox.sayings(from_department=True)]


def test_without_faults_a_write_is_applied_once(sandbox: Running, post: str) -> None:
    assert graph_calls.comment(sandbox, post, "Thank you.").ok
    assert answers(sandbox) == ["Thank you."]


def test_a_reset_before_leaves_nothing_behind(sandbox: Running, post: str) -> None:
    sandbox.faults(kind="reset_before", method="POST")
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        graph_calls.comment(sandbox, post, "Thank you.")
    assert answers(sandbox) == []


def test_a_reset_after_comes_when_the_write_is_done(sandbox: Running, post: str) -> None:
    sandbox.faults(kind="reset_after", method="POST")
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        graph_calls.comment(sandbox, post, "Thank you.")
    assert answers(sandbox) == ["Thank you."]


def test_an_error_after_the_write_hides_that_it_worked(sandbox: Running, post: str) -> None:
    sandbox.faults(kind="error_after_write", status=502)
    assert graph_calls.comment(sandbox, post, "Thank you.").status_code == 502
    assert answers(sandbox) == ["Thank you."]


def test_a_status_comes_with_its_body_and_without_the_write(sandbox: Running, post: str) -> None:
    sandbox.faults(kind="status", status=500, body={"error": {"code": 2}})
    answer = graph_calls.comment(sandbox, post, "Thank you.")
    assert (answer.status_code, answer.json()) == (500, {"error": {"code": 2}})
    assert answers(sandbox) == []


def test_a_delay_holds_the_answer(sandbox: Running) -> None:
    sandbox.faults(kind="delay", seconds=0.3)
    began = time.monotonic()
    assert graph_calls.read_page(sandbox).ok
    assert time.monotonic() - began >= 0.3


def test_a_page_of_html_is_no_json(sandbox: Running) -> None:
    sandbox.faults(kind="html")
    assert "text/html" in graph_calls.read_page(sandbox).headers["Content-Type"]


def test_truncated_json_can_not_be_read(sandbox: Running) -> None:
    sandbox.faults(kind="truncated")
    with pytest.raises(requests.JSONDecodeError):
        graph_calls.read_page(sandbox).json()


def test_an_answer_may_not_say_what_it_is(sandbox: Running) -> None:
    sandbox.faults(kind="no_content_type")
    answer = graph_calls.read_page(sandbox)
    assert "Content-Type" not in answer.headers
    assert answer.json()["id"]


@pytest.mark.parametrize(("kind", "code"), [("revoked_token", 190), ("rate_limit", 80001)])
def test_a_platform_refuses_in_its_own_manner(sandbox: Running, kind: str, code: int) -> None:
    sandbox.faults(kind=kind)
    answer = graph_calls.read_page(sandbox)
    assert not answer.ok
    assert answer.json()["error"]["code"] == code


def test_a_fault_strikes_only_what_it_fits(sandbox: Running, post: str) -> None:
    sandbox.faults(kind="status", route="*/comments", count=None)
    assert graph_calls.read_page(sandbox).ok
    assert graph_calls.comment(sandbox, post, "Thank you.").status_code == 503


def test_a_fault_strikes_as_often_as_it_was_told(sandbox: Running) -> None:
    sandbox.faults(kind="status", count=2)
    found = [graph_calls.read_page(sandbox).status_code for _ in range(3)]
    assert found == [503, 503, 200]


def test_the_same_seed_strikes_the_same_requests(sandbox: Running) -> None:
    runs = []
    for _ in range(2):
        sandbox.clear_faults()
        sandbox.faults(kind="status", count=None, probability=0.5, seed=7)
        runs.append([graph_calls.read_page(sandbox).status_code for _ in range(12)])
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 503}


def test_faults_end_with_a_reset_of_the_sandbox(sandbox: Running) -> None:
    sandbox.faults(kind="status", count=None)
    sandbox.reset()
    assert graph_calls.read_page(sandbox).ok
