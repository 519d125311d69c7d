"""Can somebody leave without leaving anybody behind?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import assignment, handing_over, snoozing, status, threads, waits
from inbox.assignment import CannotWork
from inbox.handing_over import HandedOver, HandedToOneself, NothingChosen
from inbox.models import Conversation, Note, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make


@pytest.fixture
def ana(make: Make) -> User:
    return make.user(name="Ana Lopez")


@pytest.fixture
def ben(make: Make) -> User:
    return make.user(name="Ben Ortiz")


def claimed(make: Make, runtime: Runtime, by: User) -> Conversation:
    made = make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, made.id, by=session.merge(by))
    return made


def noted(session: Session, made: Conversation) -> list[str]:
    of_it = select(Note.text).where(Note.conversation_id == made.id)
    return list(session.scalars(of_it))


def hand_over(
    runtime: Runtime, *made: Conversation, by: User, to: User | None = None, note: str = ""
) -> HandedOver:
    with runtime.writing() as session:
        by, to = session.merge(by), session.merge(to) if to else None
        return handing_over.hand_over(session, {one.id for one in made}, to=to, note=note, by=by)


def test_what_is_open_goes_to_a_colleague_with_the_note_and_goes_on_waiting(
    make: Make, runtime: Runtime, ana: User, ben: User
) -> None:
    one, other = claimed(make, runtime, ana), claimed(make, runtime, ana)

    handed = hand_over(runtime, one, other, by=ana, to=ben, note="They call back at six.")

    assert (handed.done, handed.missed) == (2, ())
    with runtime.reading() as session:
        for made in (one, other):
            opened = threads.open(session, made.id)
            assert opened.conversation.assignee_id == ben.id
            assert noted(session, made) == ["They call back at six."]
            assert waits.unended(session, made.id) is not None
        assert handing_over.still_open(session, ana) == []


def test_given_to_everyone_it_is_unassigned_and_without_words_there_is_no_note(
    make: Make, runtime: Runtime, ana: User
) -> None:
    made = claimed(make, runtime, ana)

    hand_over(runtime, made, by=ana, note="  ")

    with runtime.reading() as session:
        opened = threads.open(session, made.id)
        assert (opened.conversation.assignee_id, noted(session, made)) == (None, [])


def test_what_a_colleague_took_meanwhile_stays_theirs_without_a_note(
    make: Make, runtime: Runtime, ana: User, ben: User
) -> None:
    mine, taken = claimed(make, runtime, ana), claimed(make, runtime, ana)
    with runtime.writing() as session:
        assignment.assign(session, taken.id, to=session.merge(ben), by=session.merge(ben))

    handed = hand_over(runtime, mine, taken, by=ana, note="Done for today.")

    assert (handed.done, [one.id for one in handed.missed]) == (1, [taken.id])
    with runtime.reading() as session:
        opened = threads.open(session, taken.id)
        assert (opened.conversation.assignee_id, noted(session, taken)) == (ben.id, [])


def test_what_is_snoozed_is_left_behind_too_and_what_is_resolved_is_not(
    make: Make, runtime: Runtime, clock: SetClock, ana: User
) -> None:
    snoozed, resolved = claimed(make, runtime, ana), claimed(make, runtime, ana)
    with runtime.writing() as session:
        snoozing.snooze(
            session, snoozed.id, until=clock.at + timedelta(hours=9), by=session.merge(ana)
        )
        status.resolve(session, resolved.id, by=session.merge(ana), reason="thanks")

    with runtime.reading() as session:
        assert [one.id for one in handing_over.still_open(session, ana)] == [snoozed.id]


def test_nobody_hands_over_nothing_or_to_themselves_or_to_who_cannot_sign_in(
    make: Make, runtime: Runtime, ana: User
) -> None:
    made, gone = claimed(make, runtime, ana), make.user()
    gone.is_active = False

    with pytest.raises(NothingChosen):
        hand_over(runtime, by=ana)
    with pytest.raises(HandedToOneself):
        hand_over(runtime, made, by=ana, to=ana)
    with pytest.raises(CannotWork):
        hand_over(runtime, made, by=ana, to=gone, note="Not kept either.")
    with runtime.reading() as session:
        assert noted(session, made) == []
