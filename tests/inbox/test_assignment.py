from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from inbox import assignment, conversations, limiting, people
from inbox.errors import HearbackError
from inbox.models import Conversation, Role, User
from inbox.runtime import Runtime
from tests.factories.making import Make

# Where only one may write at a time, the second comes no further.
PATIENCE_SECONDS = 1


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


def test_nobody_is_given_what_a_limit_of_the_same_moment_takes_from_them(
    make: Make, runtime: Runtime
) -> None:
    rosa, lena = (make.user(name, role=Role.SUPERVISOR) for name in ("Rosa", "Lena"))
    theirs, other = make.conversation(), make.conversation()
    with runtime.writing() as session:
        team = people.team_of(session, "Events", [session.get_one(User, lena.id)])
    is_limited, comes_no_further = threading.Event(), threading.Event()

    def limit() -> None:
        with runtime.writing() as session:
            reached = frozenset({theirs.account_id})
            limiting.limit(session, team.id, reached, by=session.get_one(User, rosa.id))
            is_limited.set()
            comes_no_further.wait(PATIENCE_SECONDS)

    def assign() -> None:
        is_limited.wait()
        with runtime.writing() as session:
            to, by = (session.get_one(User, one.id) for one in (lena, rosa))
            assignment.assign(session, other.id, to=to, by=by)

    with ThreadPoolExecutor(2) as both:
        limited, assigned = both.submit(limit), both.submit(assign)

    limited.result()
    with pytest.raises(assignment.DoesNotReach):
        assigned.result()
    with runtime.reading() as session:
        assert session.get_one(Conversation, other.id).assignee_id is None
