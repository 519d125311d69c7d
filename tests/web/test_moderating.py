"""What does a person see of a message's past, and how do they hide or delete it?"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from connectors.pages import Incoming, Notice, Page, RawBody, Reacted, Reaction
from connectors.words import Direction, Happening, Kind
from inbox import accounts, intake
from inbox.models import Account, Conversation, Message, Moderation, Role
from inbox.moderation import outcomes
from inbox.runtime import Runtime
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

WHY = "It names the street and number of a private person."
WHY_OURS = "The time was wrong and is corrected below."
HIDE = {"verb": "hide", "category": "personal_details", "reason": WHY, "even_handed": "yes"}


def _received(
    runtime: Runtime, account: Account, *items: Incoming, told: Sequence[Notice] = ()
) -> None:
    with runtime.writing() as session:
        locked = accounts.locked(session, account.id)
        bodies = (RawBody(source="GET /feed", body=b"{}"),)
        page = Page(items=tuple(items), bodies=bodies, notices=tuple(told))
        intake.receive(session, locked, page)


@pytest.fixture
def account(make: Make) -> Account:
    return make.account()


@pytest.fixture
def message(runtime: Runtime, account: Account) -> Message:
    """One comment, archived."""
    _received(runtime, account, incoming(text="He lives at 12 Alder"))
    with runtime.reading() as session:
        return session.scalars(select(Message)).one()


@pytest.fixture
def dana(make: Make, sign_in: SignIn) -> Person:
    """A supervisor."""
    return sign_in(make.user(name="Dana Whitfield", role=Role.SUPERVISOR))


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


def test_an_emoji_below_a_message_is_shown_with_whose_it_is(
    ana: Person, runtime: Runtime, account: Account, message: Message
) -> None:
    told = [
        Reacted(
            external_id=message.external_id or "",
            reaction=Reaction(person_id=who, emoji=emoji),
            at=message.sent_at,
        )
        for who, emoji in (("resident", "❤️"), (account.external_id, "👍"))
    ]
    _received(runtime, account, told=told)

    page = _page(ana, message)

    assert "reacted ❤️" in page
    assert "We reacted 👍" in page


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


@pytest.fixture
def ours(runtime: Runtime, account: Account, ana: Person, message: Message) -> Message:
    """A reply of Ana's below it, archived."""
    same = {"thread_id": message.external_id, "external_id": "reply-1"}
    _received(runtime, account, incoming(**same, direction=Direction.OUT, text="It opens at six."))
    with runtime.writing() as session:
        reply = session.scalars(select(Message).where(Message.external_id == "reply-1")).one()
        reply.author_user_id = ana.user.id
        return reply


def test_a_delete_waits_in_sight_until_the_second_person_confirms_it(
    ana: Person, dana: Person, runtime: Runtime, ours: Message
) -> None:
    asked = _hide(ana, ours, verb="delete", category="our_mistake", reason=WHY_OURS)
    assert asked.status_code == HTTPStatus.SEE_OTHER
    with runtime.reading() as session:
        (row,) = session.scalars(select(Moderation)).all()
    place = f"/desk/confirm/{ours.conversation_id}"

    page = dana.get(place).text

    assert 'data-view-count="confirm">1<' in page
    assert 'data-view-count="confirm">0<' in _page(ana, ours)
    assert "asked to delete a message of ours" in page
    assert f"<bdi>{WHY_OURS}</bdi>" in page
    assert "I would delete this too if it praised us" in page
    assert f'data-for="{dana.user.id}"' in page
    alone = ana.ask(f"/moderations/{row.id}/confirmation", even_handed="yes")
    assert alone.status_code == HTTPStatus.FORBIDDEN
    assert "This waits for Dana Whitfield" in alone.text
    told = dana.turbo(f"/moderations/{row.id}/confirmation", even_handed="yes")
    assert "confirmed that a message of ours is deleted" in told.text
    assert "Deleting for" in told.text
    late = dana.ask(f"/moderations/{row.id}/refusal", note="A correction is enough.")
    assert (late.status_code, "confirmed this already" in late.text) == (HTTPStatus.CONFLICT, True)


def test_a_decision_is_read_by_whoever_decides_the_next_one_in_its_category(
    ana: Person, dana: Person, runtime: Runtime, ours: Message
) -> None:
    for note in ("A correction is enough.", ""):
        _hide(ana, ours, verb="delete", category="our_mistake", reason=WHY_OURS)
        with runtime.reading() as session:
            row = session.scalars(select(Moderation).order_by(Moderation.id.desc())).first()
        assert row
        if note:
            dana.post(f"/moderations/{row.id}/refusal", note=note)

    page = _page(dana, ours)

    assert "The latest decisions in “We were wrong" in page
    assert "<bdi>A correction is enough.</bdi>" in page
    ana.post(f"/moderations/{row.id}/withdrawal")
    assert "withdrew the request" in _page(ana, ours)


def test_who_is_alone_on_the_desk_reads_what_deleting_takes(ana: Person, ours: Message) -> None:
    assert "Deleting takes a second person, and nobody else signs in here." in _page(ana, ours)


def test_nothing_is_offered_where_the_platform_lets_nothing_be_done(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation: Conversation = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)

    assert 'class="acts"' not in ana.get(f"/desk/open/{conversation.id}").text
