"""Does a note reach whom it calls, once, and nobody else?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from inbox import calling, mentioning, notes, people, queues, threads
from inbox.models import Conversation, Event, Mention, Note, Team, User
from inbox.runtime import Runtime
from tests.factories.making import Make


def _write(runtime: Runtime, conversation: Conversation, text: str, by: User, **given: str) -> Note:
    with runtime.writing() as session:
        return notes.write(session, conversation.id, text, by=by, **given)


def _waits(runtime: Runtime, user: User) -> int:
    with runtime.reading() as session:
        return queues.counts(session, user)["mentions"]


def _called(runtime: Runtime, text: str) -> list[tuple[str, list[str]]]:
    with runtime.reading() as session:
        return [
            (text[one.place : one.place + one.length], [each.name for each in one.called])
            for one in calling.calls(session, text)
        ]


def _team(runtime: Runtime, name: str, *members: User) -> Team:
    with runtime.writing() as session:
        return people.team_of(session, name, list(members))


def _pieces(runtime: Runtime, conversation: Conversation) -> list[tuple[str, bool]]:
    with runtime.reading() as session:
        (note,) = [item.note for item in threads.open(session, conversation.id).items if item.note]
        return [(one.text, bool(one.mentions)) for one in mentioning.pieces(note)]


def test_a_mention_is_kept_by_number_and_stands_on_the_record(make: Make, runtime: Runtime) -> None:
    ana, dana, conversation = make.user(), make.user("Dana Ruiz"), make.conversation()

    note = _write(runtime, conversation, "Could @dana look?", ana)

    with runtime.reading() as session:
        kept = session.scalars(select(Mention)).one()
        event = session.scalars(select(Event).where(Event.name == "note.written")).one()
    assert (kept.note_id, kept.user_id, kept.place, kept.length) == (note.id, dana.id, 6, 5)
    assert event.data == {"note_id": note.id, "mentioned": [dana.id]}


def test_who_is_mentioned_has_it_in_view_until_they_open_the_conversation(
    make: Make, runtime: Runtime
) -> None:
    ana, dana, conversation = make.user(), make.user("Dana Ruiz"), make.conversation()

    _write(runtime, conversation, "@Dana Ruiz please", ana)
    before = _waits(runtime, dana), _waits(runtime, ana)
    with runtime.writing() as session:
        threads.mark_seen(session, conversation.id, by=ana)
    still = _waits(runtime, dana)
    with runtime.writing() as session:
        threads.mark_seen(session, conversation.id, by=dana)

    assert (before, still, _waits(runtime, dana)) == ((1, 0), 1, 0)


def test_a_team_is_called_as_one_and_each_member_is_told_once(make: Make, runtime: Runtime) -> None:
    ana, dana, marcus = make.user(), make.user("Dana Ruiz"), make.user("Marcus Bell")
    conversation = make.conversation()
    _team(runtime, "Night watch", ana, dana, marcus)

    _write(runtime, conversation, "@night watch and @dana: mind the gas leak", ana)

    assert [_waits(runtime, one) for one in (ana, dana, marcus)] == [0, 1, 1]
    assert _pieces(runtime, conversation) == [
        ("@night watch", True),
        (" and ", False),
        ("@dana", True),
        (": mind the gas leak", False),
    ]


def test_a_form_sent_twice_tells_once_and_each_further_note_again(
    make: Make, runtime: Runtime
) -> None:
    ana, dana, conversation = make.user(), make.user("Dana Ruiz"), make.conversation()

    for _ in range(2):
        _write(runtime, conversation, "@dana @dana", ana, client_token="one")
    _write(runtime, conversation, "@dana, again", ana)

    with runtime.reading() as session:
        told = session.scalars(select(Mention.note_id)).all()
    assert len(set(told)) == 2
    assert _waits(runtime, dana) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@DANA!", ["@DANA"]),
        ("(@Jose Nunez)", ["@Jose Nunez"]),
        ("@José Núñez's shift", ["@José Núñez"]),
        ("@dana.r@desk.example please", ["@dana.r@desk.example"]),
        ("@dana.r please. @josé", ["@dana.r", "@josé"]),
        ("see rosa@dana.example", []),
        ("@dana@elsewhere.example", []),
        ("@dana.example", []),
        ("@danae @ dana @@dana #dana @", []),
        ("@Dana\nRuiz", ["@Dana"]),
        ("@dana ruiz.\u202e@nobody", ["@dana ruiz"]),
        ("\U0001f600\U0001f600 @dana \U0001f600", ["@dana"]),
    ],
)
def test_names_are_found_as_people_type_them_and_addresses_are_left_alone(
    make: Make, runtime: Runtime, text: str, found: list[str]
) -> None:
    make.user("Dana Ruiz", email="dana.r@desk.example")
    make.user("José Núñez", email="jn@desk.example")

    assert [words for words, _ in _called(runtime, text)] == found


def test_two_of_one_name_are_both_told_and_the_offer_names_one(
    make: Make, runtime: Runtime
) -> None:
    for number in (1, 2):
        make.user("Dana Ruiz", email=f"dana{number}@desk.example")
    make.user("Marcus Bell")

    with runtime.reading() as session:
        offered = [one.written for one in calling.offers(session, "ru")]

    assert _called(runtime, "@dana") == [("@dana", ["Dana Ruiz", "Dana Ruiz"])]
    assert sorted(offered) == ["dana1@desk.example", "dana2@desk.example"]
    assert _called(runtime, "@dana1@desk.example x") == [("@dana1@desk.example", ["Dana Ruiz"])]


def test_who_signs_in_no_more_is_neither_offered_nor_told(make: Make, runtime: Runtime) -> None:
    ana, dana, conversation = make.user(), make.user("Dana Ruiz"), make.conversation()
    _team(runtime, "Night watch", dana)
    with runtime.writing() as session:
        people.find(session, dana.id).is_active = False

    _write(runtime, conversation, "@dana @night watch", ana)

    with runtime.reading() as session:
        offered = [one.written for one in calling.offers(session, "dana")]
    assert (offered, _waits(runtime, dana)) == ([], 0)


def test_a_mark_stands_after_the_person_was_renamed(make: Make, runtime: Runtime) -> None:
    ana, dana, conversation = make.user(), make.user("Dana Ruiz"), make.conversation()
    _write(runtime, conversation, "\x00 @Dana Ruiz, please", ana)

    with runtime.writing() as session:
        people.find(session, dana.id).name = "Dana Whitfield"

    assert _pieces(runtime, conversation)[1] == ("@Dana Ruiz", True)


def test_a_note_that_calls_a_thousand_times_is_kept_whole(make: Make, runtime: Runtime) -> None:
    ana, _, conversation = make.user(), make.user("Dana Ruiz"), make.conversation()
    text = "@dana " * 1000

    _write(runtime, conversation, text, ana)

    pieces = _pieces(runtime, conversation)
    assert "".join(words for words, _ in pieces) == text
    assert sum(is_mark for _, is_mark in pieces) == mentioning.MOST
