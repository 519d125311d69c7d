"""Who may call the API?"""

from __future__ import annotations

from flask.testing import FlaskClient

from inbox import tokens
from inbox.models import User
from inbox.runtime import Runtime
from tests.web.api.conftest import Program


def test_without_a_token_the_api_asks_for_one(client: FlaskClient) -> None:
    refused = client.get("/api/v1/conversations")

    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert refused.mimetype == "application/problem+json"
    assert "hearback token create" in refused.json["detail"]


def test_an_unknown_token_is_refused(client: FlaskClient) -> None:
    refused = client.get("/api/v1/conversations", headers={"Authorization": "Bearer hearback_no"})

    assert refused.status_code == 401


def test_a_revoked_token_is_refused(program: Program, runtime: Runtime) -> None:
    with runtime.writing() as session:
        tokens.revoke(session, tokens.issued(session)[0].id)

    assert program.get("/conversations").status_code == 401


def test_the_token_of_somebody_who_left_is_refused(
    program: Program, runtime: Runtime, ana: User
) -> None:
    with runtime.writing() as session:
        session.get_one(User, ana.id).is_active = False

    assert program.get("/conversations").status_code == 401


def test_a_sign_in_cookie_alone_does_not_open_the_api(client: FlaskClient, ana: User) -> None:
    with client.session_transaction() as cookie:
        cookie["user_id"] = ana.id

    assert client.get("/api/v1/conversations").status_code == 401


def test_another_site_cannot_be_told_apart_by_a_token(program: Program) -> None:
    program.headers["Sec-Fetch-Site"] = "cross-site"

    assert program.put("/conversations/1/assignment").status_code == 404
