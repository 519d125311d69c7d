"""Is what somebody does not reach, to them, as if it were not there: by every route, and every
operation of the API?

Every address with a number is asked for what the person does not reach and for what nobody has:
both must be answered alike. An address with a number that stands in neither list fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from inbox import named_statuses, people, tokens
from inbox.models import Conversation, Status, User
from inbox.runtime import Runtime
from tests.web.conftest import JSON, Person
from tests.web.reach.conftest import POST, RESIDENT, SECRET, Hidden

OF_AN_ACCOUNT = {
    "attachment_id",
    "conversation_id",
    "delivery_id",
    "message_id",
    "moderation_id",
    "notification_id",
    "post_id",
    "reminder_id",
    "submission_id",
}
"""Numbers of what belongs to an account, as addresses name them."""

OF_THE_HOUSE = {
    "account_id",
    "attempt_id",
    "dispatch_id",
    "passkey_id",
    "policy_id",
    "response_id",
    "role_id",
    "schedule_id",
    "status_id",
    "step_id",
    "subscriber_id",
    "team_id",
    "token_id",
    "user_id",
    "view_id",
    "webhook_id",
}
"""Numbers of what the department set up for itself: nothing that residents wrote."""

THE_SAME_FOR_ANY_NUMBER = {"desk.post", "drafts.index", "mentions.options"}
"""A way to a list, one's own drafts, and everybody's colleagues: no number is looked up."""

NOT_NOW = {
    "api.delete_resolution",
    "attachments.download",
    "attachments.play",
    "by_hand.remove",
    "deliveries.abandon",
    "deliveries.by_hand",
    "deliveries.retry",
    "deliveries.settle",
    "deliveries.remove",
    "post_pictures.show",
    "submissions.picture",
}
"""Addresses that refuse what stands here to whoever reaches it, too: nothing has failed yet."""

_BODIES: dict[str, dict[str, str]] = {
    "api.create_reply": {"text": "Words.", "audience": "public"},
    "api.create_submission": {"text": "Words.", "audience": "public"},
    "api.create_tag": {"name": "road"},
    "api.put_resolution": {"reason": "thanks"},
}
NOT_FOR_ANYBODY = {"by_hand.remove"}
"""It refuses a mark that nobody set before it looks for anything."""

NOBODYS = 987654321
OF_A_COLLEAGUE = 1
"""A number of the house beside one of an account: it says nothing by itself."""
EVERYWHERE = {
    "text": "Words.",
    "note": "Words.",
    "words": "Words.",
    "audience": "public",
    "mode": "public",
    "drawer": "reply",
    "edition": "e1",
    "known": "",
    "client_token": "matrix",
    "tag": "road",
    "name": "road",
    "reason": "It was asked for.",
    "priority": "high",
    "category": "our_mistake",
    "verb": "delete",
    "choice": "tomorrow",
    "until": "2026-12-30T08:00",
    "seen": "999999",
}


@pytest.fixture
def form(seen: Conversation, rosa: Person, runtime: Runtime) -> dict[str, str]:
    with runtime.writing() as session:
        by = session.get_one(User, rosa.user.id)
        status = named_statuses.add(session, "Waits for the lab", within=Status.OPEN, by=by)
        others = people.team_of(session, "Others", [by])
        return {
            **EVERYWHERE,
            "source": str(seen.id),
            "assignee": str(by.id),
            "team": str(others.id),
            "named": str(status.id),
            "contact": str(seen.contact_id),
        }


def test_every_address_with_a_number_answers_as_if_it_were_not_there(
    app: Flask, limited: Person, hidden: Hidden, form: dict[str, str], runtime: Runtime
) -> None:
    secret = _token(runtime, limited.user)
    wrong = []
    for rule in _numbered(app):
        there, nowhere = (
            _asked(limited, rule, hidden, form, secret, of_nobody=of_nobody)
            for of_nobody in (False, True)
        )
        is_none = there.status_code == HTTPStatus.NOT_FOUND
        is_none |= rule.endpoint in THE_SAME_FOR_ANY_NUMBER | NOT_FOR_ANYBODY
        if not is_none or _told(there) != _told(nowhere):
            wrong.append((rule.endpoint, there.status, nowhere.status, there.text[:300]))
    assert wrong == []


def test_whoever_reaches_it_is_answered_otherwise(
    app: Flask, rosa: Person, hidden: Hidden, form: dict[str, str], runtime: Runtime
) -> None:
    """Else the test above would prove nothing."""
    secret = _token(runtime, rosa.user)
    same = {
        rule.endpoint
        for rule in _numbered(app)
        if rule.endpoint not in NOT_NOW | THE_SAME_FOR_ANY_NUMBER
        and _asked(rosa, rule, hidden, form, secret, of_nobody=False).status_code
        == HTTPStatus.NOT_FOUND
    }
    assert same == {"notifications.read", "reminders.remove"}, "these are another person's"


def test_no_page_and_no_operation_shows_a_word_of_it(
    app: Flask, limited: Person, hidden: Hidden, runtime: Runtime
) -> None:
    secret, shown = _token(runtime, limited.user), []
    for address in _lists(app, hidden):
        answer = limited.browser.get(address, headers={"Authorization": f"Bearer {secret}"})
        is_broken = answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        assert not is_broken or address == "/readyz", address
        shown += [(address, one) for one in (SECRET, RESIDENT, POST) if one in answer.text]
    assert shown == []


def test_whoever_reaches_it_is_shown_its_words(app: Flask, rosa: Person, hidden: Hidden) -> None:
    """Else the test above would prove nothing."""
    found = {one for one in _lists(app, hidden) if SECRET in rosa.get(one).text}
    assert {"/desk/open", "/search?q=harbour"} <= found


def _numbered(app: Flask) -> Iterator[Rule]:
    unknown = set()
    for rule in app.url_map.iter_rules():
        numbers = {one for one in rule.arguments if one.endswith("_id")}
        unknown |= numbers - OF_AN_ACCOUNT - OF_THE_HOUSE
        if numbers & OF_AN_ACCOUNT:
            yield rule
    assert unknown == set(), "say in this test to what these numbers belong"


def _asked(
    person: Person,
    rule: Rule,
    hidden: Hidden,
    form: dict[str, str],
    secret: str,
    *,
    of_nobody: bool,
) -> TestResponse:
    def number(found: re.Match[str]) -> str:
        name = found[0].rpartition(":")[2].rstrip(">")
        return str(NOBODYS if of_nobody else getattr(hidden, name, OF_A_COLLEAGUE))

    address = re.sub(r"<[^<>]*_id>", number, rule.rule)
    address = re.sub(r"<view>", "open", address)
    address = re.sub(r"<[^<>]+>", "road", address)
    method = next(iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
    if not rule.rule.startswith("/api/"):
        return person.browser.open(address, method=method, data=form, headers=JSON)
    body = _BODIES.get(rule.endpoint, {})
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "matrix"}
    return person.browser.open(address, method=method, json=body, headers=headers)


def _told(answer: TestResponse) -> str:
    """Return what was answered, without the numbers that were asked for and of the request."""
    words = re.sub(r'"(request|reference|trace)[^"]*": ?"[^"]*"', "", answer.text)
    return answer.status + re.sub(r"\d+|[0-9a-f]{8,}", "#", words)


def _lists(app: Flask, hidden: Hidden) -> Iterator[str]:
    """Every page and operation without a number, each view, and what asks for words or a post."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            yield rule.rule
    views = ("urgent", "overdue", "open", "mine", "unassigned", "confirm", "approve", "mentions")
    yield from (f"/desk/{view}" for view in (*views, "snoozed", "muted", "resolved", "facebook"))
    yield f"/desk/filter?post={hidden.post_id}&status=any"
    yield f"/desk/filter?account={hidden.account.id}"
    for place in ("/search?q=", "/api/v1/search?q="):
        yield from (f"{place}{words}" for words in ("harbour", "harvest", "zebulon", "in:note"))
    yield from (f"/reports/{part}" for part in ("waits", "messages"))
    yield f"/reports?account={hidden.account.id}"


def _token(runtime: Runtime, user: User) -> str:
    with runtime.writing() as session:
        return tokens.issue(session, session.get_one(User, user.id), "A program")
