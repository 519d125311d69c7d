"""Is it told how a canned response is used, week by week and by whom?"""

from __future__ import annotations

import pytest

from inbox import deliveries
from inbox.canned import placeholders, usage
from inbox.canned.usage import Usage
from inbox.canned.using import Inserted
from inbox.models import CannedResponse, Delivery, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make

TEXT = "Hi {{ contact.first_name }}, it opens at {{ ask.the_time }}."


@pytest.fixture
def ana(make: Make) -> User:
    return make.user("Ana Lopez")


@pytest.fixture
def response(make: Make) -> CannedResponse:
    return make.canned_response(TEXT)


def _usage(runtime: Runtime, response: CannedResponse) -> Usage:
    with runtime.reading() as session:
        return usage.usage(session, response.id)


def _sent(
    make: Make, response: CannedResponse, by: User, text: str = "Hi Lupita, it opens at six."
) -> Delivery:
    inserted = (Inserted(response.id, "en"),)
    return make.reply(make.conversation(), by, inserted=inserted, text=text)


def test_each_of_eight_weeks_is_counted_and_what_is_older_is_not(
    make: Make, runtime: Runtime, clock: SetClock, ana: User, response: CannedResponse
) -> None:
    for times, days in ((4, 1), (3, 50), (2, 5.5), (1, 0)):
        for _ in range(times):
            _sent(make, response, ana)
        clock.advance(days=days)

    found = _usage(runtime, response)

    assert [week.sent for week in found.weeks] == [3, 0, 0, 0, 0, 0, 0, 3]
    assert found.recent == 6


def test_people_are_told_by_name_with_what_they_edited(
    make: Make, runtime: Runtime, ana: User, response: CannedResponse
) -> None:
    zoe = make.user("Zoe Young")
    for _ in range(2):
        _sent(make, response, zoe)
    _sent(make, response, ana)
    _sent(make, response, ana, "It opens at six.")

    people = _usage(runtime, response).people

    assert [(one.user.name, one.sent, one.known, one.edited) for one in people] == [
        ("Ana Lopez", 2, 2, 1),
        ("Zoe Young", 2, 2, 0),
    ]


def test_who_wrote_again_within_a_day_asked_again(
    make: Make, runtime: Runtime, clock: SetClock, ana: User, response: CannedResponse
) -> None:
    account = make.account()
    inserted = (Inserted(response.id, "en"),)
    for name, hours in (("soon", 23), ("late", 25), ("never", None)):
        conversation = make.conversation(account, external_id=name, thread_id=name)
        make.reply(conversation, ana, inserted=inserted)
        if hours:
            clock.advance(hours=hours)
            make.conversation(account, external_id=f"{name} again", thread_id=name)

    (person,) = _usage(runtime, response).people

    assert (person.sent, person.asked_again) == (3, 1)


def test_what_was_taken_back_was_not_used(
    make: Make, runtime: Runtime, ana: User, response: CannedResponse
) -> None:
    delivery = _sent(make, response, ana)
    assert _usage(runtime, response).recent == 1

    with runtime.writing() as session:
        deliveries.take_back(session, delivery.id, by=ana)

    found = _usage(runtime, response)
    assert (found.recent, found.last_at, found.people) == (0, None, [])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Hi Lupita, it opens at six.", True),
        ("Hello. Hi Lupita, it opens at six. And more.", True),
        ("Hi , it opens at .", True),
        ("Hi Lupita, it opens soon.", False),
        ("it opens at six. Hi Lupita,", False),
        ("", False),
    ],
)
def test_words_say_a_text_whatever_stands_for_its_values(words: str, *, says: bool) -> None:
    assert placeholders.says(words, TEXT) is says
