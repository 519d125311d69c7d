from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from inbox.canned import approving, archiving, history, reading, values, writing
from inbox.canned.approving import OtherWords, SupervisorsOnly
from inbox.canned.places import Place
from inbox.canned.values import UnusableValue
from inbox.canned.variables import UnknownVariable
from inbox.canned.writing import (
    ChangedMeanwhile,
    SeveralFaults,
    ShortcutTaken,
    UnusableResponse,
    Written,
)
from inbox.models import CannedChange, CannedResponse, Role, Team, User
from inbox.runtime import Runtime
from tests.factories.making import Make


@pytest.fixture
def rosa(make: Make) -> User:
    return make.user("Rosa Martinez")


@pytest.fixture
def marcus(make: Make) -> User:
    return make.user("Marcus Cole", role=Role.SUPERVISOR)


def _written(**given: Any) -> Written:
    usual = {"title": "Road closure", "shortcut": "road", "text": "It is closed."}
    return Written(**{**usual, **given})


def _create(runtime: Runtime, by: User, **given: Any) -> CannedResponse:
    with runtime.writing() as session:
        return writing.create(session, _written(**given), by=by)


def _changes(runtime: Runtime, response_id: int) -> list[tuple[str, str, str]]:
    with runtime.reading() as session:
        found = history.of(session, response_id)
    return [(one.what, one.before, one.after) for one in reversed(found)]


def test_new_words_wait_until_a_supervisor_approves_them(
    runtime: Runtime, rosa: User, marcus: User
) -> None:
    made = _create(runtime, rosa)

    with runtime.writing() as session:
        assert reading.find(session, made.id).texts[0].approved_at is None
        approving.approve(session, made.id, "en", version=1, by=marcus)

    with runtime.reading() as session:
        text = reading.find(session, made.id).texts[0]
        assert text.approved_by
        assert text.approved_by.name == "Marcus Cole"
    assert _changes(runtime, made.id)[-1] == ("approved", "", "It is closed.")


def test_staff_do_not_approve(runtime: Runtime, rosa: User) -> None:
    made = _create(runtime, rosa)

    with pytest.raises(SupervisorsOnly), runtime.writing() as session:
        approving.approve(session, made.id, "en", version=1, by=rosa)


def test_changed_words_ask_for_approval_again_and_a_new_title_does_not(
    runtime: Runtime, rosa: User, marcus: User
) -> None:
    made = _create(runtime, rosa)
    with runtime.writing() as session:
        approving.approve(session, made.id, "en", version=1, by=marcus)

    with runtime.writing() as session:
        writing.change(session, made.id, _written(title="Closed"), version=1, by=rosa)
    with runtime.reading() as session:
        assert reading.find(session, made.id).texts[0].approved_at

    with runtime.writing() as session:
        writing.change(session, made.id, _written(text="It is open."), version=2, by=rosa)
    with runtime.reading() as session:
        assert reading.find(session, made.id).texts[0].approved_at is None


def test_nobody_approves_words_they_have_not_read(
    runtime: Runtime, rosa: User, marcus: User
) -> None:
    made = _create(runtime, rosa)
    with runtime.writing() as session:
        writing.change(session, made.id, _written(text="Other."), version=1, by=rosa)

    with pytest.raises(OtherWords), runtime.writing() as session:
        approving.approve(session, made.id, "en", version=1, by=marcus)


def test_each_language_is_approved_by_itself(runtime: Runtime, rosa: User, marcus: User) -> None:
    made = _create(runtime, rosa)
    with runtime.writing() as session:
        spanish = _written(language="es", text="Está cerrada.")
        writing.change(session, made.id, spanish, version=1, by=rosa)
    with runtime.writing() as session:
        approving.approve(session, made.id, "es", version=2, by=marcus)

    with runtime.reading() as session:
        texts = reading.find(session, made.id).texts
    assert [(one.language, bool(one.approved_at)) for one in texts] == [("en", False), ("es", True)]


def test_every_change_is_kept_with_what_stood_before(
    runtime: Runtime, make: Make, rosa: User
) -> None:
    account = make.account(name="The Page")
    made = _create(runtime, rosa)
    other = _written(
        title="Closed",
        shortcut="/Closed",
        folder="Roads",
        text="Shut.",
        review_on=date(2027, 1, 31),
        account_ids=frozenset([account.id]),
        places=frozenset([Place.PRIVATE]),
        offered_until=date(2027, 3, 1),
    )

    with runtime.writing() as session:
        writing.change(session, made.id, other, version=1, by=rosa)

    assert _changes(runtime, made.id) == [
        ("written", "", "Road closure"),
        ("text", "", "It is closed."),
        ("title", "Road closure", "Closed"),
        ("shortcut", "/road", "/closed"),
        ("folder", "", "Roads"),
        ("review date", "", "2027-01-31"),
        ("last day offered", "", "2027-03-01"),
        ("used in", "Public replies, Private messages, Live comments", "Private messages"),
        ("accounts", "", "The Page"),
        ("text", "It is closed.", "Shut."),
    ]


@pytest.mark.parametrize("statement", [update(CannedChange).values(after=""), delete(CannedChange)])
def test_the_record_of_changes_cannot_be_changed(
    runtime: Runtime, rosa: User, statement: Any
) -> None:
    _create(runtime, rosa)

    with pytest.raises(DatabaseError, match="append-only"), runtime.writing() as session:
        session.execute(statement)


def test_the_slower_of_two_people_is_told_who_was_quicker(
    runtime: Runtime, make: Make, rosa: User
) -> None:
    made = _create(runtime, rosa)
    dana = make.user("Dana Whitfield")
    with runtime.writing() as session:
        writing.change(session, made.id, _written(text="By Dana."), version=1, by=dana)

    with pytest.raises(ChangedMeanwhile, match="Dana Whitfield"), runtime.writing() as session:
        writing.change(session, made.id, _written(text="By Rosa."), version=1, by=rosa)

    assert _changes(runtime, made.id)[-1][2] == "By Dana."


def test_a_shortcut_belongs_to_one_response_until_it_is_archived(
    runtime: Runtime, rosa: User, marcus: User
) -> None:
    first = _create(runtime, rosa, title="First")
    with pytest.raises(ShortcutTaken, match="First"):
        _create(runtime, rosa, shortcut="/ROAD")

    with runtime.writing() as session:
        archiving.archive(session, first.id, by=marcus)
    _create(runtime, rosa, title="Second")

    with pytest.raises(ShortcutTaken, match="Second"), runtime.writing() as session:
        archiving.restore(session, first.id, by=marcus)


def test_unknown_variables_are_refused_with_those_that_exist(
    runtime: Runtime, rosa: User, marcus: User
) -> None:
    with runtime.writing() as session:
        values.put(session, "link.records", "https://example.org/records", by=marcus)

    with pytest.raises(UnknownVariable, match=r"weather\. There are: contact.*link\.records"):
        _create(runtime, rosa, text="{{ weather }} {{ link.records }}")
    _create(runtime, rosa, text="{{ link.records }} {{ ask.time }}")


@pytest.mark.parametrize(
    "given",
    [
        {"title": " "},
        {"title": "x" * 121},
        {"title": "a\u202eb"},
        {"shortcut": ""},
        {"shortcut": "two words"},
        {"shortcut": "x" * 41},
        {"folder": "x" * 61},
        {"language": "klingon"},
        {"text": " \n "},
        {"text": "x" * 10_001},
        {"team_ids": frozenset([12345])},
        {"account_ids": frozenset([12345])},
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    runtime: Runtime, rosa: User, given: dict[str, Any]
) -> None:
    with pytest.raises(UnusableResponse):
        _create(runtime, rosa, **given)


def test_everything_that_is_wrong_is_said_at_once(runtime: Runtime, rosa: User) -> None:
    _create(runtime, rosa, title="First")

    wrong = {"title": " ", "shortcut": "/ROAD", "text": "{{ weather }}", "team_ids": frozenset([9])}
    with pytest.raises(SeveralFaults) as refused:
        _create(runtime, rosa, **wrong)

    kinds = [type(fault) for fault in writing.each(refused.value)]
    assert kinds == [UnusableResponse, ShortcutTaken, UnknownVariable, UnusableResponse]
    assert "/road already belongs to “First”" in str(refused.value)


def test_a_deleted_team_leaves_the_response_to_nobody_instead_of_everyone(
    runtime: Runtime, make: Make, rosa: User
) -> None:
    with runtime.writing() as session:
        team = Team(name="Night shift")
        session.add(team)
    made = _create(runtime, rosa, team_ids=frozenset([team.id]))

    with runtime.writing() as session:
        session.execute(delete(Team).where(Team.id == team.id))

    with runtime.reading() as session:
        found = reading.find(session, made.id)
    assert (found.teams, found.is_team_only) == ([], True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weather", "sun"),
        ("department.name", "Us"),
        ("link.x", "javascript:alert(1)"),
        ("link.x", "https://"),
        ("department.x", "{{ officer.name }}"),
        ("department.x", ""),
        ("department.x", "x" * 401),
    ],
)
def test_a_value_that_could_not_stand_in_a_reply_is_refused(
    runtime: Runtime, marcus: User, name: str, value: str
) -> None:
    with pytest.raises(UnusableValue), runtime.writing() as session:
        values.put(session, name, value, by=marcus)


def test_a_change_of_a_value_is_kept(runtime: Runtime, marcus: User) -> None:
    for value in ("555-0100", "555-0142", "555-0142"):
        with runtime.writing() as session:
            values.put(session, "department.phone", value, by=marcus)

    with runtime.reading() as session:
        kept = [(one.before, one.after) for one in history.of(session, None)]
    assert kept == [("555-0100", "555-0142"), ("", "555-0100")]
