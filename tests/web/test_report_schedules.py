"""Can a supervisor say which report is sent by e-mail, and see what became of it?"""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus

import pytest
from sqlalchemy import select, update

from inbox.models import Mail, MailState, Role
from inbox.report_mail import issuing
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.factories.scheduled import scheduled
from tests.web.conftest import Person, SignIn

PAGE = "/reports/schedules"


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Rosa Martinez", role=Role.SUPERVISOR)).proven()


def _said(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", unescape(page)).split())


def test_the_filter_of_the_report_is_what_is_sent(rosa: Person, ana: Person) -> None:
    bar = unescape(rosa.get("/reports?platform=x").text)
    offered = rosa.get(f"{PAGE}?platform=x").text
    form = {"query": "platform=x", "rhythm": "week", "time": "07:30"}

    answer = rosa.post(PAGE, **form, people=[ana.user.id, rosa.user.id])
    page = _said(rosa.get(PAGE).text)

    assert f'href="{PAGE}?platform=x"' in bar
    assert '<input type="hidden" name="query" value="platform=x">' in offered
    assert "What is chosen: Platform: X" in _said(offered)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert "Every Monday, about the week before; at 07:30, time of UTC" in page
    assert "To: Ana Lopez, Rosa Martinez" in page


def test_a_form_that_is_refused_says_why_and_keeps_what_was_chosen(rosa: Person) -> None:
    answer = rosa.post(PAGE, query="platform=x", rhythm="month", time="07:30")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose who gets this report." in answer.text
    assert '<option value="month" selected>' in answer.text
    assert 'value="07:30"' in answer.text
    assert 'name="query" value="platform=x"' in answer.text
    assert "“weather”" in rosa.post(PAGE, query="weather=fine", rhythm="day").text


def test_it_is_changed_paused_resumed_and_deleted_without_scripts(
    rosa: Person, runtime: Runtime
) -> None:
    number = scheduled(runtime, rosa.user, [rosa.user]).id

    rosa.post(f"{PAGE}/{number}", rhythm="month", time="06:15", people=rosa.user.id)
    changed = _said(rosa.get(PAGE).text)
    rosa.post(f"{PAGE}/{number}/pause")
    paused = _said(rosa.get(PAGE).text)
    rosa.post(f"{PAGE}/{number}/pause/removal")
    resumed = _said(rosa.get(PAGE).text)
    rosa.post(f"{PAGE}/{number}/removal")

    assert "about the month before; at 06:15" in changed
    assert "Paused Nov 23" in paused
    assert "Next: Dec 1" in resumed
    assert "No report is sent yet" in rosa.get(PAGE).text
    assert rosa.post(f"{PAGE}/{number}/pause").status_code == HTTPStatus.NOT_FOUND


def test_without_a_mail_server_the_page_says_that_nothing_is_sent(rosa: Person) -> None:
    assert "Nothing is sent: no mail server is set up here." in rosa.get(PAGE).text


def test_what_became_of_the_newest_stands_in_words_for_each_person(
    rosa: Person, ana: Person, ben: Person, runtime: Runtime, clock: SetClock
) -> None:
    number = scheduled(runtime, rosa.user, [rosa.user, ana.user, ben.user]).id
    clock.advance(days=1)
    with runtime.writing() as session:
        issuing.issue(session, number)
        of = {one.user_id: one.id for one in session.scalars(select(Mail))}
        for person, values in (
            (ana, {"problem": "The mail server does not answer."}),
            (
                ben,
                {"state": MailState.FAILED, "problem": "The mail server refused it with 554."},
            ),
            (rosa, {"state": MailState.SENT}),
        ):
            session.execute(update(Mail).where(Mail.id == of[person.user.id]).values(values))

    page = _said(rosa.get(PAGE).text)

    assert "Ana Lopez: The mail server does not answer. It is tried again Nov 24" in page
    assert "Ben Ortiz: The mail server refused it with 554. It was given up." in page
    assert "Rosa Martinez: sent" in page


def test_an_older_one_that_did_not_get_out_yet_stands_beside_the_newest(
    rosa: Person, runtime: Runtime, clock: SetClock
) -> None:
    number = scheduled(runtime, rosa.user, [rosa.user]).id
    for sent in (True, False, True):
        clock.advance(days=1)
        with runtime.writing() as session:
            issue = issuing.issue(session, number)
            assert issue
            of_it = update(Mail).where(Mail.report_issue_id == issue.id)
            session.execute(of_it.values(state=MailState.SENT if sent else MailState.WAITING))

    page = _said(rosa.get(PAGE).text)

    assert re.findall(r"Report of (Nov \d+)", page) == ["Nov 25", "Nov 24"]


def test_who_may_not_read_reports_any_more_is_marked(
    rosa: Person, ana: Person, runtime: Runtime
) -> None:
    scheduled(runtime, rosa.user, [rosa.user, ana.user])
    with runtime.writing() as session:
        session.merge(ana.user).is_active = False

    assert "Ana Lopez may not read reports any more, gets nothing" in _said(rosa.get(PAGE).text)


def test_others_are_neither_offered_it_nor_let_in(ana: Person) -> None:
    assert PAGE not in ana.get("/reports").text
    assert ana.get(PAGE).status_code == HTTPStatus.FORBIDDEN
    assert ana.post(PAGE, rhythm="day").status_code == HTTPStatus.FORBIDDEN


def test_whoever_can_do_something_is_told_that_a_report_stands_still_until_it_goes_on(
    rosa: Person, ana: Person, make: Make, sign_in: SignIn, runtime: Runtime
) -> None:
    dana = sign_in(make.user("Dana Kim", role=Role.SUPERVISOR)).proven()
    alex = sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()
    rosa.post(PAGE, query="platform=x", rhythm="week", time="07:30", people=[dana.user.id])
    words = "1 report is not e-mailed any more"
    assert words not in dana.get("/desk/open").text

    alex.post(f"/people/{rosa.user.id}/role", role="responder")

    for person, page in ((dana, "/desk/open"), (alex, "/people")):
        assert words in person.get(page).text
    assert words not in ana.get("/desk/open").text
    assert "Resume it to have it sent on your word" in dana.get(PAGE).text
    dana.post(f"{PAGE}/1/pause/removal")
    assert words not in dana.get("/desk/open").text
    assert "Resume it" not in dana.get(PAGE).text
