"""What does the page of accounts say when all are checked, and of each stream?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import update

from connectors.errors import TryLater
from connectors.registry import CONNECTORS
from inbox import accounts, checking_now, timetable
from inbox.models import Account, Cursor, Role
from inbox.runtime import Runtime
from tests.factories.hostile import WORDS
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

STREAMS = CONNECTORS["facebook"].streams
BUTTON = "Check all now"
MARKUP = WORDS["markup"]


@pytest.fixture
def marcus(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Marcus Cole", role=Role.SUPERVISOR))


@pytest.fixture
def page(make: Make, runtime: Runtime) -> Account:
    account = make.account(name=MARKUP, streams=STREAMS)
    with runtime.writing() as session:
        due = runtime.clock.now() + timedelta(hours=1)
        session.execute(update(Cursor).values(due_at=due))
    return account


def _fail(runtime: Runtime, page: Account, problem: str) -> None:
    with runtime.writing() as session:
        account = accounts.locked(session, page.id)
        (live,) = (one for one in timetable.streams(session, page.id) if one.stream == "live")
        timetable.after_failure(session, account, live.id, TryLater(problem))


def test_who_leads_asks_for_all_to_be_read_and_is_told_what_came_of_it(
    marcus: Person, page: Account, runtime: Runtime
) -> None:
    _fail(runtime, page, MARKUP)
    assert BUTTON in marcus.get("/accounts").text

    done = marcus.post("/accounts/check")
    asked = marcus.get(done.location).text
    with runtime.writing() as session:
        checking_now.have_read(session, accounts.locked(session, page.id))
    shown = marcus.get("/accounts").text

    assert done.status_code == HTTPStatus.SEE_OTHER
    assert "1 account is read now, as far as its platform allows." in asked
    assert f"{len(STREAMS) - 1} streams are read. 1 stream is left alone" in shown
    assert "Whether something is live" in shown
    assert ", 1 fails" in shown
    assert MARKUP not in shown


def test_an_account_without_access_is_named(
    marcus: Person, page: Account, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        accounts.stop(session, page.id, "The access has ended.")

    shown = marcus.get(marcus.post("/accounts/check").location).text

    assert "Nothing is read now." in shown
    assert "must be connected again first." in shown


def test_whoever_answers_only_looks(ana: Person, page: Account) -> None:
    assert BUTTON not in ana.get("/accounts").text
    assert ana.post("/accounts/check").status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 40])
def test_a_made_up_answer_is_none(ana: Person, page: Account, asked: str) -> None:
    assert "read now" not in ana.get(f"/accounts?asked={asked}").text
