"""Who may call which route?"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from flask import Flask

from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import JSON, Person
from web import guarding
from web.refusals import UndeclaredAccess

OPEN = {
    "sign_in.new",
    "sign_in.create",
    "sign_in.remove",
    "sign_outs.create",
    # What stands in the link is what proves whoever comes.
    "one_time_links.take",
    "one_time_links.edit",
    "one_time_links.update",
    # What is sealed in the browser, and then the provider, prove whoever comes.
    "single_sign_on.new",
    "single_sign_on.come_back",
    "health.alive",
    "health.ready",
    "api.describe",
    # A browser fetches it without a cookie; it says no more than the sign-in page.
    "installing.manifest",
    # Whoever found a hole has no account here.
    "security_txt.show",
    # Meta has no account here: the handshake answers to whoever knows the agreed word.
    "webhooks.confirm",
    "webhooks.prove",
}


def test_every_route_declares_its_rule_and_few_are_open_to_anyone(app: Flask) -> None:
    views = {name: view for name, view in app.view_functions.items() if name != "static"}

    rules = {name: view.access_rule.name for name, view in views.items()}  # type: ignore[attr-defined]  # set by the decorators

    assert {name for name, rule in rules.items() if rule == "anyone"} == OPEN


def test_a_route_without_a_rule_keeps_the_app_from_starting() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/secret", "secret", lambda: "secret")

    with pytest.raises(UndeclaredAccess):
        guarding.guard(bare)


@pytest.mark.parametrize(
    "path",
    ["/", "/desk/open", "/desk/open/1", "/reports", "/reports/table.csv", "/accounts", "/search"],
)
def test_a_stranger_is_sent_to_sign_in_and_back(app: Flask, path: str) -> None:
    response = app.test_client().get(path)

    assert response.status_code == HTTPStatus.SEE_OTHER
    assert response.location == "/sign-in?next=" + path


def test_a_stranger_changes_nothing(app: Flask, make: Make) -> None:
    conversation = make.conversation()

    response = app.test_client().post(f"/conversations/{conversation.id}/assignment")

    assert response.location == "/sign-in"


@pytest.mark.parametrize(
    ("came_from", "led"),
    [
        ("/desk/open/1?q=tag:road", "?next=/desk/open/1?q%3Dtag:road&undone=yes"),
        ("//evil.example/desk", ""),
    ],
)
def test_whoever_was_signed_out_comes_back_to_where_they_acted(
    app: Flask, make: Make, came_from: str, led: str
) -> None:
    path = f"/conversations/{make.conversation().id}/replies"
    page = {"Referer": f"http://localhost{came_from}"}

    answer = app.test_client().post(path, headers=page, data={"text": "It opens at six."})

    assert answer.location == f"/sign-in{led}"
    is_told = "nothing was sent or changed" in app.test_client().get(answer.location).text
    assert is_told is bool(led)


def test_a_script_without_a_sign_in_is_told_so(app: Flask) -> None:
    response = app.test_client().post("/deliveries/1/retraction", headers=JSON)

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert response.get_json()["detail"] == "Sign in first."


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_act_with_a_sign_in(
    ana: Person, make: Make, headers: dict[str, str]
) -> None:
    conversation = make.conversation()

    response = ana.browser.post(f"/conversations/{conversation.id}/assignment", headers=headers)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "came from another site" in response.text


def test_the_desk_itself_may_act(ana: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"

    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}):
        assert ana.browser.post(path, headers=headers).status_code == HTTPStatus.SEE_OTHER


def test_somebody_who_was_switched_off_is_out_at_once(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        session.merge(ana.user).is_active = False

    assert ana.get("/desk/open").location.startswith("/sign-in")


def test_every_answer_forbids_what_pages_do_not_need(ana: Person) -> None:
    headers = ana.get("/desk/open").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
