from __future__ import annotations

from datetime import date

import pytest

from connectors.words import Kind, Platform
from inbox import people, tagging, threads
from inbox.canned import offering, using
from inbox.canned.using import Inserted
from inbox.models import CannedResponse, Conversation, Delivery, User
from inbox.runtime import Runtime
from tests.factories.making import Make


@pytest.fixture
def ana(make: Make) -> User:
    return make.user("Ana Lopez")


def _offers(
    runtime: Runtime, conversation: Conversation, by: User, query: str = ""
) -> offering.Offers:
    with runtime.reading() as session:
        opened = threads.open(session, conversation.id).conversation
        return offering.offers(session, opened, by, query)


def _shortcuts(
    runtime: Runtime, conversation: Conversation, by: User, query: str = ""
) -> list[str]:
    found = _offers(runtime, conversation, by, query).found
    return [offer.response.shortcut for offer in found]


def _used(
    make: Make, response: CannedResponse, by: User, conversation: Conversation, **given: object
) -> Delivery:
    return make.reply(conversation, by, inserted=(Inserted(response.id, "en"),), **given)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("road", ["road", "zoo"]),
        ("RÓAD", ["road", "zoo"]),
        ("zebra cro", ["road"]),
        ("crossing", ["road"]),
        ("rod", ["road"]),
        ("raod", ["road"]),
        ("/zoo", ["zoo"]),
        ("", ["zoo", "road"]),
        ("%", []),
        ("_", []),
        ("🙏", []),
        ("x" * 5000, []),
    ],
)
def test_what_was_typed_is_found_by_shortcut_title_slip_and_text(
    make: Make, runtime: Runtime, ana: User, query: str, found: list[str]
) -> None:
    make.canned_response("about a road", title="Aardvark", shortcut="zoo")
    make.canned_response("closed", title="Zebra crossing", shortcut="road")

    assert _shortcuts(runtime, make.conversation(), ana, query) == found


def test_the_persons_language_comes_first_where_it_is_approved(
    make: Make, runtime: Runtime, ana: User
) -> None:
    make.canned_response("It is closed.", more={"es": "Está cerrada.", "fr": "Fermé."})
    spanish = make.conversation(text="¿Está cerrada la calle 9? Mi mamá vive ahí")
    neither = make.conversation(text="9th???")

    offers = _offers(runtime, spanish, ana)

    assert offers.language == "es"
    assert [one.language for one in offers.found[0].versions] == ["es", "en", "fr"]
    assert next(one.language for one in _offers(runtime, neither, ana).found[0].versions) == "en"


def test_unapproved_words_are_named_as_waiting_and_never_offered(
    make: Make, runtime: Runtime, ana: User
) -> None:
    response = make.canned_response("It is closed.", more={"es": "Está cerrada."})
    with runtime.writing() as session:
        known = session.merge(response)
        known.review_on = date(2020, 1, 1)
        session.refresh(known, ["texts"])
        known.texts[1].approved_at = None
    spanish = make.conversation(text="¿Está cerrada la calle?")

    offer = _offers(runtime, spanish, ana).found[0]

    assert [one.language for one in offer.versions] == ["en"]
    assert offer.waiting == ["es"]
    assert offer.is_overdue


def test_a_response_is_offered_to_its_teams_and_accounts_only(
    make: Make, runtime: Runtime, ana: User
) -> None:
    here, there = make.account(), make.account()
    ben = make.user("Ben Ortiz")
    with runtime.writing() as session:
        team = people.team_of(session, "Night", [session.merge(ben)])
    make.canned_response(shortcut="team", is_team_only=True, teams=[team])
    make.canned_response(shortcut="gone", is_team_only=True)
    make.canned_response(shortcut="there", is_account_only=True, accounts=[there])
    conversation = make.conversation(here)

    assert _shortcuts(runtime, conversation, ana) == []
    assert _shortcuts(runtime, conversation, ben) == ["team"]
    assert _shortcuts(runtime, make.conversation(there), ana) == ["there"]


def test_what_the_team_used_for_messages_like_this_comes_first(
    make: Make, runtime: Runtime, ana: User
) -> None:
    ben, stranger = make.user("Ben Ortiz"), make.user("Cy Young")
    with runtime.writing() as session:
        people.team_of(session, "Night", [session.merge(ana), session.merge(ben)])
    first = make.canned_response(title="A", shortcut="a")
    second = make.canned_response(title="B", shortcut="b")
    third = make.canned_response(title="C", shortcut="c")
    facebook, x = make.account(), make.account("x", Platform.X)
    _used(make, second, ben, make.conversation(facebook))
    _used(make, first, stranger, make.conversation(facebook))
    mention = make.conversation(x, kind=Kind.MENTION)
    for _ in range(2):
        _used(make, third, ben, mention)
    asked = make.conversation(facebook)

    assert _shortcuts(runtime, asked, ana) == ["b", "a", "c"]
    with runtime.writing() as session:
        for conversation in (mention, asked):
            tagging.add(session, conversation.id, "Noise", by=ana)
    assert _shortcuts(runtime, asked, ana) == ["c", "b", "a"]
    assert [offer.uses for offer in _offers(runtime, asked, ana).found] == [2, 1, 0]


def test_a_use_names_known_responses_once(make: Make, runtime: Runtime, ana: User) -> None:
    response = make.canned_response()
    twice = (Inserted(response.id, "en"), Inserted(response.id, "es"), Inserted(999, "en"))

    make.reply(make.conversation(), ana, inserted=twice)

    with runtime.reading() as session:
        assert using.recent(session) == {response.id: 1}
