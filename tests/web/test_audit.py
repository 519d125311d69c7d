"""Does what people do and read through the web come into the audit log, once and in time?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy import select, text

from connectors.words import Audience, Kind
from inbox import bearers, disabling, guessing, tokens
from inbox.approval import submitting
from inbox.audit import recording, reviewing, searching, verifying
from inbox.audit.what import What
from inbox.models import AuditEvent, Role, User
from inbox.replies import Draft
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.web.conftest import Person, SignIn


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


def _log(runtime: Runtime, group: str) -> list[AuditEvent]:
    wanted = select(AuditEvent).where(AuditEvent.what.startswith(f"{group}."))
    with runtime.reading() as session:
        return list(session.scalars(wanted.order_by(AuditEvent.id)))


def _make_unwritable(runtime: Runtime) -> None:
    """Let the log begin anew where a record stands already."""
    with runtime.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_head"))


def _private(make: Make) -> int:
    return make.conversation(text="My neighbour's plate is 4KDL", kind=Kind.DIRECT_MESSAGE).id


def test_an_opened_private_conversation_is_kept_once_however_often_it_is_drawn(
    runtime: Runtime, make: Make, ana: Person, ben: Person, clock: SetClock
) -> None:
    number = _private(make)
    path = f"/desk/open/{number}"

    ana.get("/search?q=neighbour")
    ana.get(path)
    ana.get(path, **{"Turbo-Frame": "reading"})
    ana.turbo(f"/conversations/{number}/notes", text="Look", client_token="one")
    ana.get("/search?q=plate")
    ben.get("/search/suggestions?q=neighbour")
    ana.get(f"/desk/open/{make.conversation().id}")
    clock.advance(minutes=16)
    ana.get(path)

    assert [(row.what, row.who, row.object_id) for row in _log(runtime, "private")] == [
        ("private.found", "Ana Lopez", number),
        ("private.read", "Ana Lopez", number),
        ("private.found", "Ben Ortiz", number),
        ("private.read", "Ana Lopez", number),
    ]


def test_a_program_that_reads_and_exports_is_kept_with_its_token(
    runtime: Runtime, make: Make, app: Flask
) -> None:
    number, ana = _private(make), make.user("Ana Lopez")
    with runtime.writing() as session:
        secret = tokens.issue(session, ana, "import")
        token = bearers.find(session, secret).id
    bearer = {"Authorization": f"Bearer {secret}"}
    program = app.test_client()

    for _ in range(2):
        program.get(f"/api/v1/conversations/{number}/messages", headers=bearer)
        program.put(f"/api/v1/conversations/{number}/assignment", json={}, headers=bearer)
        program.get("/api/v1/report", headers={"Authorization": "Bearer wrong"})
    program.get("/api/v1/report?from=2026-11-01&to=2026-11-02", headers=bearer)

    read = _log(runtime, "private")
    assert [(row.sign_in, row.means, row.object_id) for row in read] == [
        (f"token {token}", "api", number)
    ]
    used = [(row.what, row.outcome) for row in _log(runtime, "token")]
    assert used == [
        ("token.made", "success"),
        ("token.used", "success"),
        ("token.refused", "failure"),
    ]
    (exported,) = _log(runtime, "export")
    assert exported.object_name == "/api/v1/report"
    assert "from=2026-11-01" in exported.detail


def test_a_program_that_reads_what_waits_for_approval_in_private_is_kept(
    runtime: Runtime, make: Make, app: Flask
) -> None:
    number, ana, ben = _private(make), make.user("Ana Lopez"), make.user("Ben Ortiz")
    with runtime.writing() as session:
        secret = tokens.issue(session, ben, "import")
        draft = Draft(text="Call us.", audience=Audience.PRIVATE, client_token="one")
        submitted = submitting.submit(session, number, draft, by=session.merge(ana)).id

    place, bearer = f"/api/v1/submissions/{submitted}", {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get(place, headers=bearer).json["text"] == "Call us."

    assert [(row.what, row.who, row.object_id) for row in _log(runtime, "private")] == [
        ("private.read", "Ben Ortiz", number)
    ]


def test_signing_in_and_out_exports_and_refusals_bear_where_they_came_from(
    runtime: Runtime, make: Make, app: Flask
) -> None:
    make.user("Ana Lopez", email="ana@example.org")
    browser = app.test_client()
    through = {"X-Forwarded-For": "203.0.113.9, 192.0.2.7"}

    given = {"email": "ana@example.org", "password": PASSWORD}
    browser.post("/sign-in", data=given, headers=through)
    browser.get("/reports/table.csv", headers=through)
    assert browser.get("/people", headers=through).status_code == HTTPStatus.FORBIDDEN
    browser.post("/sign-out", headers=through)

    with runtime.reading() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(row.what, row.outcome) for row in rows] == [
        ("sign_in.succeeded", "success"),
        ("export.made", "success"),
        ("access.refused", "failure"),
        ("sign_in.ended", "success"),
    ]
    assert {(row.who, row.address) for row in rows} == {("Ana Lopez", "192.0.2.7")}
    assert len({row.sign_in for row in rows}) == 1
    assert rows[0].sign_in


def test_whoever_goes_on_at_a_locked_address_does_not_fill_the_log(
    runtime: Runtime, app: Flask, clock: SetClock
) -> None:
    for _ in range(guessing.MOST):
        with runtime.writing() as session:
            guessing.begin(session, "ana@example.org")
    stranger, given = app.test_client(), {"email": "ana@example.org", "password": "wrong"}

    for _ in range(5):
        assert "locked" in stranger.post("/sign-in", data=given).text
    clock.advance(minutes=61)
    stranger.post("/sign-in", data=given)

    kept = [(row.what, row.who) for row in _log(runtime, "sign_in")]
    assert kept == [("sign_in.failed", "ana@example.org")] * 2


def test_private_words_are_not_shown_while_the_log_cannot_be_written(
    runtime: Runtime, make: Make, ana: Person, alex: Person
) -> None:
    number = _private(make)
    _make_unwritable(runtime)

    answer = ana.get(f"/desk/open/{number}")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "audit log cannot be written" in answer.text
    assert "4KDL" not in answer.text
    assert "could not be written at" in alex.get("/audit").text
    assert "could not be written at" not in ana.get("/desk/open").text


def test_the_log_is_for_administrators_who_search_and_export_it_on_the_record(
    runtime: Runtime, make: Make, ana: Person, alex: Person
) -> None:
    assert ana.get("/audit").status_code == HTTPStatus.FORBIDDEN
    hostile = make.user("=Bo <b>")
    with runtime.writing() as session:
        disabling.disable(session, hostile.id, by=session.get_one(User, alex.user.id))
        for _ in range(searching.PAGE_LENGTH):
            recording.record(session, What.KEY_ROTATED)

    shown = alex.get("/audit?what=person&outcome=success").text
    assert "=Bo &lt;b&gt;" in shown
    assert "Disabled somebody" in shown
    assert "Was refused" not in shown.split('class="panel audit-list"')[1]
    refused = alex.get(f"/audit?outcome=failure&who={ana.user.id}").text
    assert refused.count('class="audit-one"') == 1
    first = alex.get("/audit?what=key.rotated&who=0").text
    assert first.count('class="audit-one"') == searching.PAGE_LENGTH
    for odd in ("who=x", f"who={10**30}", "what=?", "outcome=?", "first=x&last=9999-12-31"):
        assert alex.get(f"/audit?{odd}").status_code == HTTPStatus.OK
    assert alex.get("/audit?after=77777").status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    table = alex.get("/audit/table.csv?what=person").get_data(as_text=True)
    assert "'=Bo <b>" in table
    assert [row.object_name for row in _log(runtime, "export")] == ["/audit/table.csv"]
    read = _log(runtime, "audit")
    assert {(row.what, row.who) for row in read} == {("audit.read", "Alex Reyes")}
    assert "what=person" in read[0].detail


def test_a_week_is_looked_through_and_signed_and_a_missing_review_is_said(
    runtime: Runtime, make: Make, ana: Person, alex: Person, clock: SetClock
) -> None:
    with runtime.reading() as session:
        monday = reviewing.present(session)
    ana.proven()
    for _ in range(reviewing.MANY[What.EXPORTED]):
        ana.get("/reports/table.csv")
    ana.get("/people")
    path = f"/audit/weeks/{monday + timedelta(days=2)}"
    assert alex.post(path, note="Early").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    clock.advance(days=7)

    assert f'href="/audit/weeks/{monday}"' in alex.get("/audit").text
    shown = alex.get(path).text
    first = shown.split("All that happened", maxsplit=1)[0]
    assert "Exported</a> · <bdi>Ana Lopez" in first
    assert "Was refused" in first
    assert alex.post(path, note=" ").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert alex.post(path, note="Asked Ana <b>why").status_code == HTTPStatus.SEE_OTHER

    assert "Asked Ana &lt;b&gt;why" in alex.get(path).text
    assert f'href="/audit/weeks/{monday}"' not in alex.get("/audit").text
    assert "audit.reviewed" in {row.what for row in _log(runtime, "audit")}
    with runtime.reading() as session:
        assert not any(one.broken for one in verifying.verify(session))
    assert alex.get("/audit/weeks/0001-01-01").status_code == HTTPStatus.NOT_FOUND
