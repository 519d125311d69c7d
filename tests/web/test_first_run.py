"""Does somebody in an empty house see what to do first, and what is done?"""

from __future__ import annotations

from http import HTTPStatus

import pytest

from inbox.models import Role
from inbox.permissions import Permission
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR))


def test_an_empty_house_begins_with_what_to_do_and_says_so_on_every_page(alex: Person) -> None:
    assert alex.get("/").location == "/first-run"

    page = alex.get("/first-run").text

    assert "5 steps until the desk is staffed" in page
    assert 'class="btn btn-primary" href="/accounts/connections/new"' in page
    assert "<b>Setup</b> 0 of 5" in alex.get("/people").text


def test_a_step_is_done_by_what_is_there(alex: Person, make: Make) -> None:
    make.account()
    make.user("Ana Lopez")

    page = alex.get("/first-run").text

    assert "3 steps until" in page
    assert "<p>Facebook</p>" in page
    assert "1 may answer" in page
    assert page.index('class="is-now"') < page.index("Say when the desk is staffed")
    assert alex.get("/").location == "/people"


def test_an_empty_desk_is_no_good_news_before_an_account_is_connected(
    ana: Person, make: Make
) -> None:
    page = ana.get("/desk/open").text

    assert "No account is connected" in page
    assert "An administrator connects it." in page
    assert "Everyone has been answered" not in page
    make.account()
    assert "Everyone has been answered" in ana.get("/desk/open").text


def test_whoever_answers_is_not_bothered_with_it(ana: Person) -> None:
    assert ana.get("/first-run").status_code == HTTPStatus.FORBIDDEN
    assert "Setup" not in ana.get("/desk/open").text


def test_a_role_that_only_connects_leaves_the_rest_to_others(make: Make, sign_in: SignIn) -> None:
    page = sign_in(make.user(role=make.role(Permission.CONNECT))).get("/first-run").text

    assert 'href="/accounts/connections/new"' in page
    assert "Somebody else may do this" in page
    assert 'href="/people"' not in page.partition('class="panel setup-steps"')[2]
