"""How is what must be seen first brought to the top, and what can wait put away?"""

from __future__ import annotations

from http import HTTPStatus

from inbox import people
from inbox.models import Status
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person
from tests.web.test_handling import _now
from tests.web.test_undoing import _offered


def test_marked_urgent_it_stands_under_a_red_head_and_in_the_bar_of_every_page(
    ana: Person, make: Make
) -> None:
    make.conversation()
    at_risk = make.conversation()

    ana.post(f"/conversations/{at_risk.id}/priority", priority="urgent")

    desk, reports = ana.get("/desk/open").text, ana.get("/reports").text
    urgent, others = desk.split("Waiting for an answer")
    assert "group-urgent" in urgent
    assert f'id="row-{at_risk.id}"' in urgent
    assert 'class="row is-unread"' in others
    assert '<b data-view-count="urgent">1</b> urgent' in reports


def test_lifting_urgent_without_a_reason_says_what_is_missing(ana: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/priority"
    ana.post(path, priority="urgent")

    response = ana.turbo(path, priority="normal")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say why this is no longer urgent" in response.text


def test_a_priority_that_there_is_not_is_refused(ana: Person, make: Make) -> None:
    response = ana.post(f"/conversations/{make.conversation().id}/priority", priority="mauve")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_given_to_a_team_in_the_details_it_stands_there_and_z_puts_it_back(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [ana.user])
    assert "No team" in ana.get(f"/desk/open/{conversation.id}").text

    answer = ana.turbo(f"/conversations/{conversation.id}/team", team=team.id)

    assert "<bdi>Records</bdi>" in answer.text
    assert _now(runtime, conversation).team_id == team.id
    ana.turbo(_offered(answer.text))
    assert _now(runtime, conversation).team_id is None


def test_a_team_that_there_is_not_is_said_in_words(ana: Person, make: Make) -> None:
    answer = ana.turbo(f"/conversations/{make.conversation().id}/team", team="mauve")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "There is no such team. Choose one of the list." in answer.text


def test_snoozed_by_a_choice_it_waits_in_its_own_view_and_can_be_woken(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/snooze"

    ana.post(path, choice="tomorrow")
    assert f'id="row-{conversation.id}"' in ana.get("/desk/snoozed").text
    assert "Snoozed until" in ana.get(f"/desk/snoozed/{conversation.id}").text

    ana.post(f"{path}/removal")
    assert _now(runtime, conversation).status is Status.OPEN


def test_a_snooze_that_nobody_can_read_says_how_to_write_it(ana: Person, make: Make) -> None:
    response = ana.turbo(f"/conversations/{make.conversation().id}/snooze", until="soon")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose a day and a time" in response.text
