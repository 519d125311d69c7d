"""Are the details of the audit log read as names and values, whoever wrote them?"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from inbox import access_end, making_teams, staffing, teams
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import AuditEvent, Role, User
from inbox.runtime import Runtime
from tests.factories.hostile import WORDS
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn
from web import audit_details
from web.audit_details import Known


@pytest.fixture
def kim(make: Make) -> User:
    return make.user("Kim Ito", role=Role.ADMINISTRATOR)


@pytest.fixture
def reader(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Lee Park", role=Role.AUDITOR)).proven()


def _details(reader: Person, group: str) -> list[tuple[str, str]]:
    """Return what the page of a group says of its records, name by name, as words alone."""
    page = reader.get(f"/audit?what={group}").text
    found = re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return [(_words(name), _words(value)) for name, value in found]


def _words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_what_was_and_what_is_stand_beside_each_other(
    make: Make, runtime: Runtime, kim: User, reader: Person
) -> None:
    ana = make.user("Ana Lopez", role=Role.RESPONDER)
    marcus = make.user("Marcus Cole", role=Role.SUPERVISOR)
    with runtime.writing() as session:
        team = making_teams.make(session, "Night desk", by=kim)
        session.flush()
        staffing.give_role(session, ana.id, Role.SUPERVISOR, by=kim)
        access_end.settle(session, ana.id, datetime(2026, 12, 31, 7, tzinfo=UTC), by=kim)
        teams.ask_approval(session, team.id, asks=True, by=marcus)

    assert set(_details(reader, "person")) >= {
        ("Role", "Was: Responder → Is: Supervisor"),
        ("Access ends", "Was: nothing → Is: 2026-12-31 07:00 UTC"),
    }
    assert ("Replies wait for approval", "Was: No → Is: Yes") in _details(reader, "setting")


def test_numbers_of_people_are_told_as_their_names(
    make: Make, runtime: Runtime, kim: User, reader: Person
) -> None:
    ana = make.user("Ana Lopez")
    with runtime.writing() as session:
        told = {"joined": [ana.id, 999], "left": [], "given_back": 2}
        recording.record(session, What.TEAM_MEMBERS, by=kim, on=On("team", 1, "X"), detail=told)

    assert _details(reader, "setting.members") == [
        ("Given back", "2"),
        ("Joined", "Ana Lopez, 999"),
        ("Left", "nothing"),
    ]


@pytest.mark.parametrize("words", [WORDS["markup"], WORDS["turns the direction"], "Admin", "Role"])
def test_words_of_others_are_shown_and_never_followed(
    runtime: Runtime, kim: User, reader: Person, words: str
) -> None:
    kept = {"why": words, words: {words: [words]}, "before": {"why": words}}
    with runtime.writing() as session:
        recording.record(session, What.HOOK_DENIED, by=kim, on=On("webhook", 1, "X"), detail=kept)

    page = reader.get("/audit?what=webhook").text

    assert "Reason" in page
    assert WORDS["markup"] not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("kept", ["not JSON", "[1, 2]", '"alone"', "7", "{broken", '{"a": []}'])
def test_what_no_version_of_ours_wrote_is_shown_as_it_stands(app: Flask, kept: str) -> None:
    with app.test_request_context("/"):
        told = audit_details.told(AuditEvent(detail=kept), Known({}, {}))

    shown = [(one.name, one.now) for one in told]
    assert shown == ([("a", "nothing")] if kept.startswith('{"a"') else [("Details", kept)])


def test_the_table_for_programs_keeps_the_json(runtime: Runtime, kim: User, reader: Person) -> None:
    with runtime.writing() as session:
        detail = {"why": "Too much"}
        recording.record(session, What.HOOK_DENIED, by=kim, on=On("webhook", 1, "X"), detail=detail)

    table = reader.get("/audit/table.csv?what=webhook").get_data(as_text=True)

    assert '{""why"":""Too much""}' in table
