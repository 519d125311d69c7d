"""Can staff set finer statuses in the browser, and those who lead name them?"""

from __future__ import annotations

from http import HTTPStatus

import pytest

from inbox import named_statuses
from inbox.models import NamedStatus, Role, Status
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn
from tests.web.test_handling import _now


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Rosa Diaz", role=Role.SUPERVISOR))


@pytest.fixture
def records(rosa: Person, runtime: Runtime) -> NamedStatus:
    with runtime.writing() as session:
        return named_statuses.add(session, "Waiting <b>", within=Status.OPEN, by=rosa.user)


@pytest.fixture
def referred(rosa: Person, runtime: Runtime) -> NamedStatus:
    with runtime.writing() as session:
        name = "Referred to 311"
        return named_statuses.add(session, name, within=Status.RESOLVED, by=rosa.user)


def test_it_is_set_from_the_head_and_shown_on_row_head_and_record(
    ana: Person, records: NamedStatus, make: Make
) -> None:
    made = make.conversation()
    assert 'data-command="Set the status to"' in ana.get(f"/desk/open/{made.id}").text

    ana.post(f"/conversations/{made.id}/status", named=records.id)

    page = ana.get(f"/desk/open/{made.id}").text
    assert '<bdi class="row-status">Waiting &lt;b&gt;</bdi>' in page
    assert '<span class="vh">Status: </span><bdi>Waiting &lt;b&gt;</bdi>' in page
    assert "set the status to “Waiting &lt;b&gt;”" in page
    assert f'<option value="{records.id}" selected>Open: Waiting &lt;b&gt;</option>' in page

    ana.post(f"/conversations/{made.id}/status/removal")
    assert "row-status" not in ana.get(f"/desk/open/{made.id}").text


def test_whoever_waits_is_resolved_with_a_reason_and_under_a_name(
    ana: Person, referred: NamedStatus, make: Make, runtime: Runtime
) -> None:
    made = make.conversation()
    refused = ana.post(f"/conversations/{made.id}/status", named=referred.id)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    ana.post(f"/conversations/{made.id}/resolution", reason="thanks", named=referred.id)

    now = _now(runtime, made)
    assert (now.status, now.named_status_id) == (Status.RESOLVED, referred.id)
    page = ana.get(f"/desk/open/{made.id}").text
    assert "resolved this without a reply: Thanks or praise, as “Referred to 311”" in page


def test_several_are_set_at_once_and_those_who_wait_are_left_out(
    ana: Person, records: NamedStatus, referred: NamedStatus, make: Make, runtime: Runtime
) -> None:
    account = make.account()
    two = [make.conversation(account) for _ in range(2)]
    ids = [one.id for one in two]

    ana.post("/conversations/acts", act="status", named=records.id, conversation=ids)
    assert {_now(runtime, one).named_status_id for one in two} == {records.id}

    told = ana.post("/conversations/acts", act="status", named=referred.id, conversation=ids)
    assert "0 of 2 done." in told.text


@pytest.mark.parametrize("number", ["", "0", "99999", "9" * 40, "x"])
def test_a_status_that_there_is_not_is_refused(
    ana: Person, records: NamedStatus, make: Make, number: str
) -> None:
    answer = ana.post(f"/conversations/{make.conversation().id}/status", named=number)

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_supervisor_names_renames_retires_and_brings_back(
    rosa: Person, make: Make, runtime: Runtime
) -> None:
    rosa.post("/statuses", name="Court date", status="snoozed")
    with runtime.reading() as session:
        (one,) = named_statuses.every(session)
    rosa.post(f"/statuses/{one.id}", name="In court")
    assert 'value="In court"' in rosa.get("/statuses").text

    rosa.post(f"/statuses/{one.id}/retirement")
    assert "Retired" in rosa.get("/statuses").text
    assert "Snoozed: In court" not in rosa.get("/filter").text

    rosa.post(f"/statuses/{one.id}/retirement/removal")
    assert "Snoozed: In court" in rosa.get("/filter").text


def test_what_cannot_be_named_is_said_on_the_page(
    rosa: Person, ana: Person, records: NamedStatus
) -> None:
    taken = rosa.post("/statuses", name="waiting <B>", status="open")
    nowhere = rosa.post("/statuses", name="New", status="pending")

    assert taken.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "There is a status “waiting &lt;B&gt;” already." in taken.text
    assert nowhere.status_code == HTTPStatus.NOT_FOUND
    assert ana.post("/statuses", name="Mine", status="open").status_code == HTTPStatus.FORBIDDEN
    assert "/retirement" not in ana.get("/statuses").text
