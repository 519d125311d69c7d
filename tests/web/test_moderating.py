"""What does a person see of a message's past, and how do they hide or delete it?"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from connectors.pages import Incoming, Notice, RawBody
from connectors.words import Happening, Kind
from inbox import accounts, intake
from inbox.models import Account, Conversation, Message, Moderation
from inbox.moderation import outcomes
from inbox.runtime import Runtime
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.web.conftest import Person

WHY = "It names the street and number of a private person."
HIDE = {"verb": "hide", "category": "personal_details", "reason": WHY, "even_handed": "yes"}


def _received(
    runtime: Runtime, account: Account, *items: Incoming, told: Sequence[Notice] = ()
) -> None:
    with runtime.writing() as session:
        locked = accounts.locked(session, account.id)
        bodies = [RawBody(source="GET /feed", body=b"{}")]
        intake.receive(session, locked, items, bodies, told)


@pytest.fixture
def account(make: Make) -> Account:
    return make.account()


@pytest.fixture
def message(runtime: Runtime, account: Account) -> Message:
    """One comment, archived."""
    _received(runtime, account, incoming(text="He lives at 12 Alder"))
    with runtime.reading() as session:
        return session.scalars(select(Message)).one()


def _page(person: Person, message: Message) -> str:
    return person.get(f"/desk/open/{message.conversation_id}").text


def _hide(person: Person, message: Message, **changed: str) -> TestResponse:
    return person.post(
        f"/messages/{message.id}/moderations",
        came_from=f"/desk/open/{message.conversation_id}",
        **{**HIDE, **changed},
    )


def test_hiding_is_offered_with_its_warning_and_a_shortcut(ana: Person, message: Message) -> None:
    page = _page(ana, message)

    assert 'aria-label="Hide this message"' in page
    assert 'aria-keyshortcuts="Shift+H"' in page
    assert "Criticism is not a reason." in page
    assert "everybody but its author and their friends" in page
    assert 'aria-label="Like this message"' in page
    assert "Delete" not in page.split('class="acts"')[1].split("</article>")[0]


def test_who_hid_a_message_and_why_stands_beside_it(
    ana: Person, ben: Person, runtime: Runtime, message: Message
) -> None:
    _hide(ana, message)
    assert "Hiding for" in _page(ben, message)
    with runtime.reading() as session:
        (row,) = session.scalars(select(Moderation)).all()
    outcomes.done(runtime, row.id)

    page = _page(ben, message)

    assert "Hidden by" in page
    assert f"<bdi>{WHY}</bdi>" in page
    assert "He lives at 12 Alder" in page
    assert 'aria-label="Show again what is hidden"' in page


def test_a_reason_that_is_refused_stays_in_its_form_without_scripts(
    ana: Person, runtime: Runtime, message: Message
) -> None:
    response = _hide(ana, message, reason="He is rude to our officers")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = response.text
    assert "criticism is not a reason to hide words" in page
    assert "He is rude to our officers</textarea>" in page
    assert f'id="act-hide-{message.id}" open' in page
    with runtime.reading() as session:
        assert session.scalars(select(Moderation)).all() == []


def test_the_changed_thread_comes_back_by_turbo(ana: Person, message: Message) -> None:
    response = ana.turbo(f"/messages/{message.id}/moderations", verb="like")

    assert response.status_code == HTTPStatus.OK
    assert 'target="conversation-thread"' in response.text
    assert "Our like for" in response.text


def test_deleting_the_words_of_others_cannot_be_asked_for(ana: Person, message: Message) -> None:
    response = _hide(ana, message, verb="delete", category="our_mistake")
    unknown = _hide(ana, message, verb="block")

    assert response.status_code == HTTPStatus.CONFLICT
    assert unknown.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_earlier_words_likes_and_a_removal_are_shown(
    ana: Person, runtime: Runtime, account: Account, message: Message
) -> None:
    same = {"external_id": message.external_id, "thread_id": message.external_id}
    _received(runtime, account, incoming(**same, text="He lives on Alder", likes=31))
    gone = Notice(external_id=message.external_id or "", happening=Happening.REMOVED)
    _received(runtime, account, told=[gone])

    page = _page(ana, message)

    assert "Show the earlier words" in page
    assert "He lives at 12 Alder" in page
    assert "31 likes" in page
    assert "Removed on Facebook" in page
    assert 'class="acts"' not in page


def test_what_the_platform_refused_is_said_in_its_words(
    ana: Person, runtime: Runtime, message: Message
) -> None:
    _hide(ana, message)
    with runtime.writing() as session:
        session.execute(
            update(Moderation).values(state="failed", answer="Facebook refused: no such comment")
        )

    page = _page(ana, message)

    assert "Hiding did not work" in page
    assert "Facebook refused: no such comment" in page


def test_nothing_is_offered_where_the_platform_lets_nothing_be_done(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation: Conversation = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)

    assert 'class="acts"' not in ana.get(f"/desk/open/{conversation.id}").text
