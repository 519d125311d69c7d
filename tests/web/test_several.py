"""What happens to all conversations that somebody picked, and to those that refuse?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest

from inbox import people
from inbox.models import Conversation, Priority, Status
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.conftest import Person
from tests.web.test_handling import _now
from tests.web.test_undoing import _offered

ACTS = "/conversations/acts"


@pytest.fixture
def picked(make: Make) -> list[Conversation]:
    account = make.account()
    return [make.conversation(account) for _ in range(3)]


def _ids(picked: list[Conversation]) -> list[int]:
    return [one.id for one in picked]


def test_without_scripts_each_row_can_be_picked_and_the_bar_stands_above(
    ana: Person, picked: list[Conversation]
) -> None:
    page = ana.get("/desk/open").text

    assert page.count('name="conversation"') == len(picked)
    assert 'action="/conversations/acts"' in page


@pytest.mark.parametrize(
    ("form", "field", "value"),
    [
        ({"act": "claim"}, "assignee_id", "ana"),
        ({"act": "urgent"}, "priority", Priority.URGENT),
        ({"act": "snooze", "choice": "tomorrow"}, "status", Status.SNOOZED),
        ({"act": "snooze", "choice": "hour", "said": "fri 9"}, "status", Status.SNOOZED),
        ({"act": "resolve", "reason": "thanks"}, "status", Status.RESOLVED),
    ],
)
def test_done_to_all_it_is_undone_for_all_in_one_go(
    ana: Person,
    picked: list[Conversation],
    runtime: Runtime,
    form: dict[str, str],
    field: str,
    value: object,
) -> None:
    before = [getattr(_now(runtime, one), field) for one in picked]

    answer = ana.turbo(ACTS, conversation=_ids(picked), **form)

    wanted = ana.user.id if value == "ana" else value
    assert [getattr(_now(runtime, one), field) for one in picked] == [wanted] * 3
    assert ": 3 conversations" in answer.text
    ana.turbo(_offered(answer.text))
    assert [getattr(_now(runtime, one), field) for one in picked] == before


def test_a_time_in_words_holds_for_all_before_the_one_that_stands_chosen(
    ana: Person, picked: list[Conversation], runtime: Runtime, clock: SetClock
) -> None:
    form = {"conversation": _ids(picked), "act": "snooze", "choice": "hour"}

    refused = ana.turbo(ACTS, **form, said="when I am back")
    assert _now(runtime, picked[0]).status is Status.OPEN
    ana.turbo(ACTS, **form, said="in 20 minutes")

    assert "does not say when" in refused.text
    soon = clock.now() + timedelta(minutes=20)
    assert [_now(runtime, one).snoozed_until for one in picked] == [soon] * 3


def test_who_was_quicker_keeps_theirs_and_the_others_are_done(
    ana: Person, ben: Person, picked: list[Conversation], runtime: Runtime
) -> None:
    ben.post(f"/conversations/{picked[1].id}/assignment")

    answer = ana.turbo(ACTS, conversation=_ids(picked), act="claim")

    assert "2 of 3 done. 1: Ben Ortiz took this conversation a moment ago." in answer.text
    holders = [_now(runtime, one).assignee_id for one in picked]
    assert holders == [ana.user.id, ben.user.id, ana.user.id]


def test_without_scripts_a_partial_result_is_told_on_a_page_that_leads_back(
    ana: Person, picked: list[Conversation]
) -> None:
    form = {"conversation": [*_ids(picked), 999_999], "act": "claim"}

    answer = ana.post(ACTS, came_from="/desk/facebook", **form)
    again = ana.post(ACTS, came_from="/desk/facebook", conversation=_ids(picked), act="claim")

    assert "3 of 4 done. 1: There is no conversation 999999." in answer.text
    assert 'href="/desk/facebook"' in answer.text
    assert again.location == "/desk/facebook"


def test_tagged_assigned_and_given_to_a_team_together(
    ana: Person, ben: Person, picked: list[Conversation], runtime: Runtime
) -> None:
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [ben.user])

    ana.post(ACTS, conversation=_ids(picked), act="tag", name="road")
    ana.post(ACTS, conversation=_ids(picked), act="assign", assignee=ben.user.id)
    answer = ana.turbo(ACTS, conversation=_ids(picked), act="move", team=team.id)

    assert ana.get("/desk/open").text.count('<bdi class="tag">road</bdi>') == len(picked)
    for one in picked:
        now = _now(runtime, one)
        assert (now.assignee_id, now.team_id) == (ben.user.id, team.id)
    ana.turbo(_offered(answer.text))
    assert _now(runtime, picked[0]).team_id is None


def test_left_out_of_a_resolve_without_a_reason_is_who_still_waits(
    ana: Person, picked: list[Conversation]
) -> None:
    answer = ana.turbo(ACTS, conversation=_ids(picked), act="resolve")

    assert "0 of 3 done. 3: This person is still waiting." in answer.text
    # What the page drew ahead it takes back for those alone.
    assert answer.headers["Hearback-Left"].split() == [str(one.id) for one in picked]


@pytest.mark.parametrize(
    "form",
    [
        {"act": "claim"},
        {"act": "explode", "conversation": "1"},
        {"act": "claim", "conversation": "-1"},
        {"act": "claim", "conversation": "9" * 5000},
        {"act": "move", "conversation": "1", "team": "x"},
        {"act": "assign", "conversation": "1"},
        {"act": "claim", "conversation": [str(number) for number in range(300)]},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(ana: Person, form: dict[str, str]) -> None:
    answer = ana.turbo(ACTS, **form)

    assert answer.status_code in (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND)
    assert 'target="toasts"' in answer.text
