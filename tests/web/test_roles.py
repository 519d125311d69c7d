"""What may each role do: on every route, and by every operation of the API?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from inbox import staffing, tokens
from inbox.models import Role, User
from inbox.runtime import Runtime
from tests.database_copies import Database, copied, template
from tests.factories.making import Make
from tests.web.conftest import JSON, Person, SignIn

READERS = {Role.RESPONDER, Role.SENIOR, Role.SUPERVISOR, Role.RECORDS, Role.APPROVER}
REPLYING = {Role.RESPONDER, Role.SENIOR, Role.SUPERVISOR}
WHO = {
    "signed in": set(Role),
    "signed in, locked or not": set(Role),
    "signed in, or gave the password": set(Role),
    "watch": set(Role) - {Role.AUDITOR},
    "read": READERS,
    "handle": READERS,
    "reply": REPLYING,
    "moderate": {Role.SENIOR, Role.SUPERVISOR, Role.APPROVER},
    "report": READERS - {Role.APPROVER},
    "mail_reports": {Role.SUPERVISOR},
    "read or lead": {*READERS, Role.ADMINISTRATOR},
    "read or connect": {*READERS, Role.ADMINISTRATOR},
    "audit": {Role.AUDITOR, Role.ADMINISTRATOR},
    "administrator": {Role.ADMINISTRATOR},
    "token: read": READERS,
    "token: handle": READERS,
    "token: reply": REPLYING,
    "token: report": READERS - {Role.APPROVER},
    "token: connect": {Role.ADMINISTRATOR},
}
NOT_FOR_ROLES = {
    "anyone",
    "gave the password",
    "signed by meta",
    "signed by x",
    "signed by the provider",
    "bears the monitor's token, or is on this machine",
}
REFUSALS = ("Your role does not allow this.", "Only an administrator can do this.")


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: nothing here depends on the database."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


def test_every_route_and_operation_admits_the_roles_it_declares_and_no_other(
    app: Flask, make: Make, runtime: Runtime
) -> None:
    people = {role: make.user(role=role) for role in Role}
    with runtime.writing() as session:
        secrets = {
            role: tokens.issue(session, session.get_one(User, one.id), "A program")
            for role, one in people.items()
        }

    wrong = []
    for role, person in people.items():
        browser = Person(app, person).browser
        for rule in app.url_map.iter_rules():
            name = _rule_name(app, rule)
            if name in NOT_FOR_ROLES or rule.endpoint == "static":
                continue
            expected = role in WHO[name]
            if _admitted(browser, rule, secrets[role]) is not expected:
                wrong.append((str(role), rule.endpoint, name, expected))
    assert wrong == []


def test_another_role_ends_what_was_opened_as_what_they_were(
    make: Make, sign_in: SignIn, runtime: Runtime
) -> None:
    ana, lead = sign_in(make.user()), make.user("Alex Reyes", role=Role.ADMINISTRATOR)
    assert ana.get("/desk/open").status_code == HTTPStatus.OK

    with runtime.writing() as session:
        by = session.get_one(User, lead.id)
        staffing.give_role(session, ana.user.id, Role.VIEWER, by=by)

    assert ana.get("/desk/open").location.startswith("/sign-in")


def _rule_name(app: Flask, rule: Rule) -> str:
    if rule.endpoint == "static":
        return ""
    name: str = app.view_functions[rule.endpoint].access_rule.name  # type: ignore[attr-defined]  # set by the decorators
    return name


def _admitted(browser: FlaskClient, rule: Rule, secret: str) -> bool:
    address = re.sub(r"<[^>]*(int|number)[^>]*>", "999999999", rule.rule)
    address = re.sub(r"<[^>]+>", "nothing", address)
    method = next(iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
    headers = {**JSON, "Authorization": f"Bearer {secret}", "Idempotency-Key": "a"}
    answer = browser.open(address, method=method, headers=headers, json=None)
    assert answer.status_code != HTTPStatus.UNAUTHORIZED, address
    return not (
        answer.status_code == HTTPStatus.FORBIDDEN and any(one in answer.text for one in REFUSALS)
    )
