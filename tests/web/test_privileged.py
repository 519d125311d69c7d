"""Before which acts is somebody asked again who they are?"""

from __future__ import annotations

from flask import Flask

from web import intended
from web.api import OPERATIONS

ASKING = {
    "audit.as_csv",
    "audit.sign",
    "authenticators.create",
    "authenticators.new",
    "connections.choose",
    "connections.create",
    "consents.allow",
    "consents.deny",
    "consents.doubt",
    "consents.vouch",
    "disconnections.create",
    "hours.remeasure",
    "passkeys.ask",
    "passkeys.create",
    "passkeys.remove",
    "password_connections.create",
    "password_connections.new",
    "people.create",
    "people.disable",
    "people.enable",
    "people.end_access",
    "people.forget_provider",
    "people.give_role",
    "people.link",
    "people.release",
    "people.reset_second_step",
    "people.sign_out",
    "report_schedules.change",
    "report_schedules.create",
    "report_schedules.resume",
    "reports.as_csv",
    "reports.as_workbook",
    "roles.archive",
    "roles.bring_back",
    "roles.change",
    "roles.create",
    "subscribers.create",
    "subscribers.give",
    "subscribers.pause",
    "subscribers.remove",
    "subscribers.renew_secret",
    "subscribers.replay",
    "subscribers.replay_all",
    "subscribers.resume",
    "targets.ask_earlier",
    "targets.change",
    "targets.create",
    "targets.retire",
    "teams.change",
    "teams.create",
    "teams.limit",
    "tokens.create",
    "tokens.accept",
    "tokens.create_for",
    "tokens.revoke",
    "tokens.revoke_for",
    "use_notices.update",
}


def test_these_routes_ask_and_no_operation_of_the_api_does(app: Flask) -> None:
    asking = {
        name for name, view in app.view_functions.items() if getattr(view, "asks_again", False)
    }

    assert asking == ASKING
    assert not [one.name for one in OPERATIONS if hasattr(one.handler, "asks_again")]


def test_every_act_that_asks_can_be_named_before_it_is_done() -> None:
    assert set(intended.ACTS) == ASKING


def test_whatever_an_administrator_does_or_anybody_exports_asks(app: Flask) -> None:
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and _is_privileged(app, rule.endpoint, rule.methods or set())
    }

    assert "people.disable" in found
    assert "reports.as_csv" in found
    assert found - ASKING == set()


def _is_privileged(app: Flask, endpoint: str, methods: set[str]) -> bool:
    view = app.view_functions[endpoint]
    rule: str = view.access_rule.name  # type: ignore[attr-defined]  # set by the decorators
    if rule.startswith("token"):
        return False
    is_act = rule in ("people", "connect", "audit") and "POST" in methods
    return is_act or getattr(view, "exports", False)
