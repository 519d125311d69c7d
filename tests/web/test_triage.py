"""How is what must be seen first brought to the top, and what can wait put away?"""

from __future__ import annotations

from http import HTTPStatus

from inbox import muting, people, priority
from inbox.models import Priority, Status, User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person
from tests.web.test_handling import _now
from tests.web.test_undoing import _offered
from web import counting


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


def test_each_head_says_how_many_stand_under_it_and_is_counted_live(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    made = [make.conversation() for _ in range(4)]
    with runtime.writing() as session:
        user = session.get_one(User, ana.user.id)
        priority.change(session, made[0].id, to=Priority.URGENT, by=user)
        muting.mute(session, made[1].id, reason="Spam", until=None, by=user)

    page = ana.get("/desk/open").text

    for group, count in (("urgent", 1), ("waiting", 2), ("muted", 1)):
        assert f'data-view-count="open#{group}">{count}</span>' in page
    with runtime.reading() as session:
        live = counting.counts(session, ana.user, ["open", "filter?platform=facebook"])["by_view"]
    assert live["open#waiting"] == 2
    assert live["open#answered"] == 0
    assert live["filter?platform=facebook#muted"] == 1
    assert not any("#" in mark for mark in _counted_alone(runtime, ana))


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


def test_a_snooze_may_be_said_in_words_whichever_button_enter_presses(
    ana: Person, make: Make
) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/snooze"

    refused = ana.turbo(path, said="when I am back", choice="hour")
    ana.turbo(path, said="mañana a las 9", choice="hour")

    assert "“when I am back” does not say when." in refused.text
    assert "Snoozed until" in (page := ana.get(f"/desk/snoozed/{conversation.id}").text)
    assert "T09:00:00" in page


def test_a_snooze_that_nobody_can_read_says_how_to_write_it(ana: Person, make: Make) -> None:
    response = ana.turbo(f"/conversations/{make.conversation().id}/snooze", until="soon")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose a day and a time" in response.text


def _counted_alone(runtime: Runtime, person: Person) -> dict[str, int]:
    with runtime.reading() as session:
        return dict(counting.counts(session, person.user)["by_view"])
