"""Does each of Instagram's refusals end in what happens next?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import ConnectorError, NeedsReconnection, OutcomeUnknown, Refused, TryLater
from tests.connectors.instagram_private.department import Department

PLEASE_WAIT = {"message": "Please wait a few minutes before you try again."}
CHALLENGE = {
    "message": "challenge_required",
    "challenge": {"url": "https://i.instagram.com/challenge/", "api_path": "/challenge/1/"},
}
SUSPENDED = {
    "message": "challenge_required",
    "challenge": {"url": "https://www.instagram.com/accounts/suspended/", "api_path": "/x/"},
}
FEEDBACK = {"message": "feedback_required", "feedback_message": "Try again later", "spam": True}
DELETED = {"message": "Sorry, this photo has been deleted"}
NO_REQUESTS = {"message": "This account doesn't allow new message requests from everyone."}


def typed(error_type: str) -> dict[str, str]:
    """Build the body of a refusal that is told by its type."""
    return {"message": "No.", "error_type": error_type}


ROWS: list[tuple[int, Any, type[ConnectorError], type[ConnectorError]]] = [
    (400, PLEASE_WAIT, TryLater, TryLater),
    (429, PLEASE_WAIT, TryLater, TryLater),
    (429, {"message": "Too many requests"}, TryLater, TryLater),
    (400, typed("rate_limit_error"), TryLater, TryLater),
    (400, typed("sentry_block"), TryLater, TryLater),
    (403, {"message": "login_required"}, NeedsReconnection, NeedsReconnection),
    (401, {"message": "unauthorized"}, NeedsReconnection, NeedsReconnection),
    (400, CHALLENGE, NeedsReconnection, NeedsReconnection),
    (400, SUSPENDED, NeedsReconnection, NeedsReconnection),
    (404, "Not Found", NeedsReconnection, NeedsReconnection),
    (400, typed("bad_password"), NeedsReconnection, NeedsReconnection),
    (400, typed("two_factor_required"), NeedsReconnection, NeedsReconnection),
    (400, typed("needs_upgrade"), NeedsReconnection, NeedsReconnection),
    (400, FEEDBACK, TryLater, Refused),
    (400, DELETED, TryLater, Refused),
    (400, {"message": "Media is unavailable"}, TryLater, Refused),
    (400, NO_REQUESTS, TryLater, Refused),
    (404, {"message": "no such thread"}, TryLater, Refused),
    (403, {"message": "not allowed"}, TryLater, Refused),
    (400, {"message": "Some new reason"}, TryLater, Refused),
    (400, {}, TryLater, Refused),
    (200, {"status": "fail", "message": "Not today"}, TryLater, Refused),
    (500, {"message": "oops"}, TryLater, OutcomeUnknown),
    (502, "<html>", TryLater, OutcomeUnknown),
    (408, {}, TryLater, OutcomeUnknown),
    (200, "<html>", TryLater, OutcomeUnknown),
    (200, [], TryLater, OutcomeUnknown),
    (200, {"status": "ok"}, TryLater, OutcomeUnknown),
]


@pytest.mark.parametrize(("status", "body", "reading", "writing"), ROWS)
def test_every_row_says_what_happens_next(
    status: int,
    body: Any,
    reading: type[ConnectorError],
    writing: type[ConnectorError],
    department: Department,
) -> None:
    department.message("Hello")
    reply = department.reply(department.only("messages"))
    department.answer_with(status, body, count=None)
    if body != {"status": "ok"}:
        with pytest.raises(reading):
            department.connector.fetch("messages", since=None, at=None)
    with pytest.raises(writing):
        department.connector.send(reply)
    assert len(department.posts()) == 1


@pytest.mark.parametrize(
    ("status", "body", "at_least"),
    [
        (400, PLEASE_WAIT, timedelta(minutes=9)),
        (429, {"message": "Too many requests"}, timedelta(minutes=4)),
        (400, FEEDBACK, timedelta(hours=11)),
        (400, typed("sentry_block"), timedelta(hours=11)),
    ],
)
def test_the_wait_fits_the_reason(
    status: int, body: Any, at_least: timedelta, department: Department
) -> None:
    department.answer_with(status, body, "*/inbox/")
    with pytest.raises(TryLater) as caught:
        department.connector.fetch("messages", since=None, at=None)
    assert caught.value.retry_at is not None
    assert caught.value.retry_at - datetime.now(UTC) > at_least


def test_a_refusal_carries_instagrams_own_reason(department: Department) -> None:
    department.message("Hello")
    reply = department.reply(department.only("messages"))
    department.answer_with(400, FEEDBACK, "*/text/")
    with pytest.raises(Refused, match="Instagram blocked this action for now: Try again later"):
        department.connector.send(reply)


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "html", "truncated"])
def test_a_broken_answer_to_a_read_is_for_later(kind: str, department: Department) -> None:
    department.break_next(kind, "*/inbox/")
    with pytest.raises(TryLater):
        department.connector.fetch("messages", since=None, at=None)
    assert len(department.sandbox.journal(path="/inbox/")) == 1
