"""Can a person be reminded of a conversation, see their reminders, and give one up?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person


def _reminders(person: Person) -> list[str]:
    return re.findall(r"/reminders/\d+/removal", person.get("/notifications").text)


def test_one_is_asked_for_and_given_up_without_scripts(ana: Person, make: Make) -> None:
    conversation = make.conversation()

    answer = ana.post(
        f"/conversations/{conversation.id}/reminders",
        came_from=f"/desk/mine/{conversation.id}",
        choice="hour",
        words="<b>call</b> back \u202e",
    )
    page = ana.get("/notifications").text
    (address,) = _reminders(ana)
    ana.post(address)

    assert answer.location == f"/desk/mine/{conversation.id}"
    assert "&lt;b&gt;call&lt;/b&gt; back" in page
    assert "\u202e" not in page
    assert _reminders(ana) == []


def test_another_time_is_the_departments_and_said_back(ana: Person, make: Make) -> None:
    conversation = make.conversation()

    answer = ana.turbo(f"/conversations/{conversation.id}/reminders", until="2035-11-30T08:00")

    assert "You are reminded on Friday, Nov 30, at 08:00" in answer.text


def test_enter_behind_the_words_presses_none_of_the_usual_times(ana: Person, make: Make) -> None:
    page = ana.get(f"/desk/open/{make.conversation().id}").text
    form = page.partition('/reminders">')[2].partition("</form>")[0]

    first = re.search(r"<button[^>]*>", form)

    assert first
    assert first[0] == '<button type="submit" hidden>'


def test_a_day_of_the_week_is_offered_with_its_date(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    there = runtime.clock.now().astimezone(runtime.settings.time_zone)

    page = ana.get(f"/desk/open/{make.conversation().id}").text

    tomorrow = there + timedelta(days=1)
    days = re.findall(r"<span>(?:Tomorrow|Monday) at 08:00</span><span[^>]*>(\w+ \d+)</span>", page)
    assert days[0] == f"{tomorrow:%b} {tomorrow.day}"
    assert len(set(days)) == 2


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"choice": "written"},
        {"until": "soon"},
        {"until": "2001-01-01T00:00"},
        {"choice": "hour", "words": "x" * 201},
    ],
)
def test_no_moment_a_past_one_and_too_many_words_are_refused(
    ana: Person, make: Make, form: dict[str, str]
) -> None:
    conversation = make.conversation()

    answer = ana.turbo(f"/conversations/{conversation.id}/reminders", **form)

    assert answer.status_code == 422
    assert _reminders(ana) == []


def test_nobody_sees_or_gives_up_anothers(ana: Person, ben: Person, make: Make) -> None:
    conversation = make.conversation()
    ana.post(f"/conversations/{conversation.id}/reminders", choice="hour")
    (address,) = _reminders(ana)

    assert _reminders(ben) == []
    assert ben.post(address).status_code == 404
    assert ben.post("/conversations/999999/reminders", choice="hour").status_code == 404
