from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.words import Audience, Kind
from inbox import replies
from inbox.models import Conversation
from inbox.replies import Draft, ReplyNotAllowed
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.conftest import Person

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
MessageOf = Callable[[timedelta], Conversation]


@pytest.fixture
def message(make: Make, clock: SetClock) -> MessageOf:
    """A resident's direct message of that age, by a clock that agrees with the database's."""
    clock.at = datetime.now(UTC)
    account = make.account(known_for=2 * WEEK)
    return lambda age: make.conversation(account, kind=Kind.DIRECT_MESSAGE, sent_at=clock.at - age)


def test_the_composer_counts_down_what_is_left_and_says_who_may_answer(
    ana: Person, message: MessageOf
) -> None:
    page = ana.get(f"/desk/open/{message(WEEK - 3 * HOUR).id}").text
    assert "Private reply possible for another" in page
    assert "data-left>2h 59m<" in page
    assert "must be a person's own words" in page

    assert "a person's own words" not in ana.get(f"/desk/open/{message(HOUR).id}").text


def test_days_that_are_left_are_told_on_their_tab_alone(
    ana: Person, make: Make, clock: SetClock
) -> None:
    clock.at = datetime.now(UTC)
    account = make.account(known_for=2 * WEEK)
    days, hours = (
        ana.get(f"/desk/open/{make.conversation(account, sent_at=clock.at - age).id}").text
        for age in (HOUR, WEEK - 3 * HOUR)
    )

    assert 'class="why-not no-script"' in days
    assert 'class="end" data-way="private">until' in days
    assert 'class="why-not"><svg' in hours


def test_what_ends_within_hours_stands_in_a_view_of_its_own(
    ana: Person, make: Make, message: MessageOf
) -> None:
    ending, later, over = message(WEEK - 3 * HOUR), message(HOUR), message(WEEK + HOUR)
    account = make.account(known_for=2 * WEEK)
    comment = make.conversation(account, sent_at=make.runtime.clock.now() - WEEK + HOUR)

    page = ana.get("/desk/ending").text

    shown = [one for one in (ending, later, over, comment) if f'id="row-{one.id}"' in page]
    assert shown == [ending, comment]


def test_a_program_may_not_speak_where_only_a_person_may(
    ana: Person, runtime: Runtime, message: MessageOf
) -> None:
    draft = Draft(text="Hi", audience=Audience.PRIVATE, client_token="a", is_by_program=True)
    late, early = message(timedelta(hours=25)), message(HOUR)

    with runtime.writing() as session:
        assert replies.write(session, early.id, draft, by=ana.user)
        with pytest.raises(ReplyNotAllowed, match="a person's own words"):
            replies.write(session, late.id, replace(draft, client_token="b"), by=ana.user)


def test_without_meta_s_approval_the_composer_closes_after_a_day(
    ana: Person, runtime: Runtime, message: MessageOf
) -> None:
    runtime.settings = replace(runtime.settings, human_agent=False)

    page = ana.get(f"/desk/open/{message(timedelta(hours=25)).id}").text

    assert "Facebook closed this conversation for answers" in page
    assert "Mark as answered by hand" in page
