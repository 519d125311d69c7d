from __future__ import annotations

import threading

import pytest

from inbox import assignment, conversations
from inbox.errors import HearbackError
from inbox.models import User
from inbox.runtime import Runtime
from tests.factories.making import Make


def test_claiming_makes_it_mine(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()

    with runtime.writing() as session:
        claimed = assignment.claim(session, conversation.id, by=ana)

    assert claimed.assignee_id == ana.id
    assert claimed.version > conversation.version


def test_the_slower_of_two_people_is_told_who_was_quicker(make: Make, runtime: Runtime) -> None:
    ana, ben, conversation = make.user("Ana"), make.user("Ben"), make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, conversation.id, by=ana)

    with (
        pytest.raises(assignment.AlreadyAssigned, match="Ana took this conversation"),
        runtime.writing() as session,
    ):
        assignment.claim(session, conversation.id, by=ben)


def test_of_many_who_claim_at_once_exactly_one_wins(make: Make, runtime: Runtime) -> None:
    people = [make.user(f"Person {number}") for number in range(6)]
    conversation = make.conversation()
    start, outcomes = threading.Barrier(len(people)), []

    def claim(person: User) -> None:
        start.wait()
        try:
            with runtime.writing() as session:
                assignment.claim(session, conversation.id, by=person)
        except HearbackError:
            outcomes.append(None)
        else:
            outcomes.append(person.id)

    threads = [threading.Thread(target=claim, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = [outcome for outcome in outcomes if outcome]
    with runtime.writing() as session:
        assert conversations.locked(session, conversation.id).assignee_id == winner


def test_releasing_gives_it_back_to_everyone(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, conversation.id, by=ana)

    with runtime.writing() as session:
        assert assignment.release(session, conversation.id, by=ana).assignee_id is None


def test_nobody_is_given_work_after_leaving(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    gone = make.user("Gone")
    gone.is_active = False

    with pytest.raises(assignment.CannotWork), runtime.writing() as session:
        assignment.assign(session, conversation.id, to=gone, by=ana)
