"""Is a direct message as if it were not there, to whoever waits until somebody vouches for them?

By every route and operation of the API, as in `test_matrix`.
"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from flask import Flask

from inbox import desk_views, queues, reach, vouching
from inbox.models import Conversation, User
from inbox.runtime import Runtime
from tests.web.conftest import Person
from tests.web.reach.conftest import RESIDENT, SECRET, Hidden
from tests.web.reach.test_matrix import (
    EVERYWHERE,
    NOT_FOR_ANYBODY,
    THE_SAME_FOR_ANY_NUMBER,
    _asked,
    _lists,
    _numbered,
    _token,
    _told,
)


@pytest.fixture
def form(seen: Conversation, rosa: Person) -> dict[str, str]:
    numbers = {"source": seen.id, "assignee": rosa.user.id, "contact": seen.contact_id}
    return {**EVERYWHERE, **{name: str(number) for name, number in numbers.items()}}


def test_every_address_with_a_number_answers_as_if_it_were_not_there(
    app: Flask, unvouched: Person, private: Hidden, form: dict[str, str], runtime: Runtime
) -> None:
    secret = _token(runtime, unvouched.user)
    wrong = []
    for rule in _numbered(app):
        if "post_id" in rule.arguments:
            continue
        there, nowhere = (
            _asked(unvouched, rule, private, form, secret, of_nobody=of_nobody)
            for of_nobody in (False, True)
        )
        is_none = there.status_code == HTTPStatus.NOT_FOUND
        is_none |= rule.endpoint in THE_SAME_FOR_ANY_NUMBER | NOT_FOR_ANYBODY
        if not is_none or _told(there) != _told(nowhere):
            wrong.append((rule.endpoint, there.status, nowhere.status, there.text[:300]))
    assert wrong == []


def test_no_page_and_no_operation_shows_a_word_of_it_nor_who_wrote(
    app: Flask, unvouched: Person, private: Hidden, runtime: Runtime
) -> None:
    secret, shown = _token(runtime, unvouched.user), []
    for address in _lists(app, private):
        answer = unvouched.browser.get(address, headers={"Authorization": f"Bearer {secret}"})
        shown += [(address, one) for one in (SECRET, RESIDENT) if one in answer.text]
    assert shown == []


def test_whoever_was_vouched_for_is_shown_its_words(
    app: Flask, unvouched: Person, rosa: Person, private: Hidden, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        vouching.agree(session, unvouched.user.id, by=session.get_one(User, rosa.user.id))

    found = {one for one in _lists(app, private) if SECRET in unvouched.get(one).text}

    assert {"/desk/open", "/search?q=harbour"} <= found


def test_public_comments_are_answered_meanwhile(unvouched: Person, seen: Conversation) -> None:
    assert unvouched.get(f"/desk/open/{seen.id}").status_code == HTTPStatus.OK

    sent = unvouched.reply(seen.id, client_token="another")
    assert sent.status_code == HTTPStatus.SEE_OTHER, sent.text


def test_counts_leave_it_out(
    unvouched: Person, rosa: Person, seen: Conversation, private: Hidden, runtime: Runtime
) -> None:
    def counted(person: Person) -> int:
        with runtime.reading() as session:
            user = session.get_one(User, person.user.id)
            reach.hold(session, reach.of(user))
            return queues.counts(session, user, [desk_views.find(session, "open", user)])["open"]

    assert counted(rosa) - counted(unvouched) == 1
