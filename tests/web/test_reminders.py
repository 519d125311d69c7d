"""Can a person be reminded of a conversation, see their reminders, and give one up?"""

from __future__ import annotations

import re

import pytest

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
