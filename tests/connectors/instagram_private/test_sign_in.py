"""Does a password become a session, and a wrong one a sentence?"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from connectors.base import Connected
from connectors.errors import NeedsReconnection, TryLater
from connectors.instagram.private_sign_in import sign_in, sign_in_legacy
from tests.connectors.instagram_private.department import (
    NAME,
    PASSWORD,
    USERNAME,
    Department,
    connector,
)
from tests.sandbox.running import Running

SignIn = Callable[[str, str, str], Connected]
BOTH = pytest.mark.parametrize("way", [sign_in, sign_in_legacy])


@BOTH
def test_a_right_password_opens_the_account(way: SignIn, sandbox: Running) -> None:
    connected = way(USERNAME, PASSWORD, sandbox.address)
    assert (connected.external_id, connected.handle) == ("50000000101", USERNAME)
    assert connector(sandbox, connected.credentials).fetch("messages", since=None, at=None)


@BOTH
def test_a_wrong_password_is_said_in_words_and_not_repeated(way: SignIn, sandbox: Running) -> None:
    with pytest.raises(NeedsReconnection, match="did not accept this user name and password"):
        way(USERNAME, "wrong", sandbox.address)
    assert len(sandbox.journal(path="/accounts/login/")) == 1


@BOTH
def test_an_unknown_name_is_said_in_words(way: SignIn, sandbox: Running) -> None:
    with pytest.raises(NeedsReconnection, match="does not know this user name"):
        way("nobody.of.that.name", PASSWORD, sandbox.address)


def test_the_password_never_travels_or_stays_in_the_clear(department: Department) -> None:
    settings = json.dumps(department.connected.credentials)
    assert PASSWORD not in settings
    assert PASSWORD not in repr(department.connected)
    assert PASSWORD not in json.dumps(department.sandbox.journal())


def test_a_challenge_at_sign_in_stops_and_says_what_to_do(sandbox: Running) -> None:
    body = {"message": "challenge_required", "challenge": {"url": "u", "api_path": "/challenge/1"}}
    sandbox.faults(kind="status", platform=NAME, route="*send_login*", status=400, body=body)
    with pytest.raises(NeedsReconnection, match="Open the Instagram app"):
        sign_in(USERNAME, PASSWORD, sandbox.address)


def test_a_two_factor_account_is_told_what_else_it_can_do(sandbox: Running) -> None:
    body = {"message": "", "error_type": "two_factor_required", "two_factor_info": {"a": 1}}
    sandbox.faults(kind="status", platform=NAME, route="*send_login*", status=400, body=body)
    with pytest.raises(NeedsReconnection, match="two-factor code"):
        sign_in(USERNAME, PASSWORD, sandbox.address)


def test_a_sign_in_that_instagram_does_not_explain_is_not_taken_for_a_session(
    sandbox: Running,
) -> None:
    sandbox.faults(kind="status", platform=NAME, route="*send_login*", status=200, body={})
    with pytest.raises(NeedsReconnection, match="did not let us in"):
        sign_in(USERNAME, PASSWORD, sandbox.address)


@pytest.mark.parametrize("kind", ["reset_before", "html", "rate_limit"])
def test_trouble_on_the_way_is_for_later(kind: str, sandbox: Running) -> None:
    sandbox.faults(kind=kind, platform=NAME, route="*send_login*", count=None)
    with pytest.raises(TryLater):
        sign_in(USERNAME, PASSWORD, sandbox.address)


def test_settings_come_through_json_and_another_job_unchanged(department: Department) -> None:
    stored = json.loads(json.dumps(department.connected.credentials))
    later = connector(department.sandbox, stored)
    later.fetch("messages", since=None, at=None)
    later.fetch("comments", since=None, at=None)
    assert later.credentials == stored


def test_settings_of_another_transport_do_not_lead_elsewhere(department: Department) -> None:
    stored = {
        **department.connected.credentials,
        "private_transport": "curl",
        "request_timeout": 9,
        "session_retry_total": 3,
    }
    later = connector(department.sandbox, stored)
    department.answer_with(502, {}, "*inbox*")
    with pytest.raises(TryLater):
        later.fetch("messages", since=None, at=None)
    assert len(department.sandbox.journal(path="/inbox/")) == 1
