"""Are two profiles one person only in somebody's word, and is that word kept?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.pages import Author
from connectors.words import Platform
from inbox import acquaintance, linking, reasons, threads
from inbox.models import Contact, ContactLink, Conversation, Event, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make

MARIA = Author(external_id="maria", name="María López", handle="marial")


def _link(
    runtime: Runtime, one: Conversation, other: Conversation, by: User, reason: str = "She said so"
) -> None:
    assert other.contact_id is not None
    with runtime.writing() as session:
        linking.link(session, one.id, to=other.contact_id, reason=reason, by=by)


def _two_of_maria(make: Make) -> tuple[Conversation, Conversation]:
    instagram = make.account("instagram_graph", Platform.INSTAGRAM)
    return make.conversation(author=MARIA), make.conversation(instagram, author=MARIA)


def test_profiles_of_the_same_name_are_never_linked_by_themselves(
    make: Make, runtime: Runtime
) -> None:
    one, other = _two_of_maria(make)

    with runtime.reading() as session:
        assert threads.open(session, one.id).linked == []
        assert threads.open(session, other.id).linked == []
        assert session.scalar(select(ContactLink.id)) is None


def test_linked_each_shows_what_the_other_wrote_with_who_said_so_and_why(
    make: Make, runtime: Runtime
) -> None:
    dana = make.user("Dana Whitfield")
    one, other = _two_of_maria(make)

    _link(runtime, one, other, dana)

    with runtime.reading() as session:
        [seen] = threads.open(session, one.id).linked
        [back] = threads.open(session, other.id).linked
    assert (seen.profile.account.platform, seen.link.user.name) == (
        Platform.INSTAGRAM,
        "Dana Whitfield",
    )
    assert seen.link.reason == "She said so"
    assert [it.id for it in seen.conversations] == [other.id]
    assert [it.id for it in back.conversations] == [one.id]


def test_a_link_and_its_end_are_on_the_record_of_both(make: Make, runtime: Runtime) -> None:
    dana = make.user("Dana")
    one, other = _two_of_maria(make)
    _link(runtime, one, other, dana)
    assert one.contact_id is not None

    with runtime.writing() as session:
        linking.unlink(session, other.id, to=one.contact_id, by=dana)

    with runtime.reading() as session:
        assert threads.open(session, one.id).linked == []
        for conversation in (one, other):
            events = session.scalars(
                select(Event)
                .where(Event.conversation_id == conversation.id, Event.user_id == dana.id)
                .order_by(Event.id)
            ).all()
            assert [it.name for it in events] == ["contact.linked", "contact.unlinked"]
            assert {it.data["reason"] for it in events} == {"She said so"}


def test_the_slower_of_two_people_is_told_who_linked_or_that_it_is_undone(
    make: Make, runtime: Runtime
) -> None:
    dana, ben = make.user("Dana Whitfield"), make.user("Ben")
    one, other = _two_of_maria(make)
    _link(runtime, one, other, dana)
    assert one.contact_id is not None

    with pytest.raises(linking.AlreadyLinked, match="Dana linked these two already"):
        _link(runtime, other, one, ben)
    with runtime.writing() as session:
        linking.unlink(session, other.id, to=one.contact_id, by=dana)
    with pytest.raises(linking.NotLinked), runtime.writing() as session:
        linking.unlink(session, other.id, to=one.contact_id, by=ben)


def test_a_link_needs_a_reason_two_profiles_and_a_name(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    one, other = _two_of_maria(make)
    nameless = make.conversation(author=None)

    with pytest.raises(reasons.ReasonNeeded, match="Say why these two"):
        _link(runtime, one, other, ana, reason=" ")
    with pytest.raises(linking.SameContact):
        _link(runtime, one, one, ana)
    with pytest.raises(linking.NobodyToLink):
        _link(runtime, nameless, one, ana)
    with pytest.raises(linking.NoSuchContact), runtime.writing() as session:
        linking.link(session, one.id, to=10**9, reason="x", by=ana)


def test_other_profiles_are_found_by_name_without_oneself_and_those_linked_already(
    make: Make, runtime: Runtime
) -> None:
    ana = make.user()
    one, other = _two_of_maria(make)

    with runtime.reading() as session:
        conversation = threads.open(session, one.id).conversation
        found = linking.candidates(session, conversation, "maria lo")
        assert [it.contact.id for it in found] == [other.contact_id]
        assert linking.candidates(session, conversation, "👋") == []

    _link(runtime, one, other, ana)
    with runtime.reading() as session:
        assert linking.candidates(session, conversation, "maria") == []


def test_what_is_known_of_a_person_counts_their_own_words_in_their_own_conversations(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    first = clock.at - timedelta(days=3)
    one = make.conversation(account, author=MARIA, sent_at=first, text="¿Está abierta la calle?")
    make.conversation(account, author=MARIA, sent_at=clock.at, text="Gracias por la respuesta")
    stranger = incoming(thread_id=one.thread_id, sent_at=clock.at, text="The road is open")
    make.received(account, [stranger])

    with runtime.reading() as session:
        maria = session.scalars(select(Contact).where(Contact.external_id == "maria")).one()
        known = acquaintance.with_contact(session, maria.id)

    assert (known.conversations, known.messages, known.language) == (2, 2, "Spanish")
    assert (known.first_wrote_at, known.last_wrote_at) == (first, clock.at)


def test_pictures_without_words_do_not_hide_a_persons_language(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    before = clock.at - timedelta(days=1)
    one = make.conversation(account, author=MARIA, sent_at=before, text="¿Está abierta la calle?")
    pictures = [
        incoming(thread_id=one.thread_id, author=MARIA, sent_at=clock.at, text="")
        for _ in range(12)
    ]
    make.received(account, pictures)

    with runtime.reading() as session:
        known = acquaintance.with_contact(session, one.contact_id or 0)

    assert (known.messages, known.language) == (13, "Spanish")


def test_whoever_wrote_nothing_themselves_is_known_by_their_conversations(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        account_id = conversation.account_id
        silent = Contact(account_id=account_id, external_id="silent", first_seen_at=clock.at)
        session.add(silent)
        session.flush()
        session.get_one(Conversation, conversation.id).contact_id = silent.id

    with runtime.reading() as session:
        known = acquaintance.with_contact(session, silent.id)

    assert (known.conversations, known.messages, known.first_wrote_at) == (1, 0, None)
