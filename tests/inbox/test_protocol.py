"""Do the steps at a risk to life stand in every urgent conversation, and keep it open?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from connectors.pages import Author
from connectors.sending import Receipt
from inbox import acts, merging, priority, settlement, status, undoing
from inbox.models import Conversation, Event, Priority, ProtocolStep, Role, Status, User
from inbox.outbox import claiming
from inbox.protocol import following, keeping
from inbox.protocol.following import Standing
from inbox.protocol.keeping import Wanted
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make

MARIA = Author(external_id="maria", name="Maria Soto")


@pytest.fixture
def marcus(make: Make) -> User:
    return make.user("Marcus Cole", role=Role.SUPERVISOR)


@pytest.fixture
def ana(make: Make) -> User:
    return make.user("Ana Lopez")


@pytest.fixture
def steps(runtime: Runtime, marcus: User) -> Sequence[ProtocolStep]:
    with runtime.writing() as session:
        keeping.add(session, Wanted(words="Call dispatch", asks_for="CAD number"), by=marcus)
        keeping.add(session, Wanted(words="Stay until contact"), by=marcus)
    with runtime.reading() as session:
        return keeping.in_force(session)


@pytest.fixture
def at_risk(make: Make, runtime: Runtime, ana: User) -> Conversation:
    made = make.conversation()
    return _prioritised(runtime, made, Priority.URGENT, ana)


def _prioritised(runtime: Runtime, one: Conversation, to: Priority, by: User) -> Conversation:
    with runtime.writing() as session:
        return priority.change(session, one.id, to=to, by=by, reason="She is safe")


def _stands(runtime: Runtime, one: Conversation) -> Standing | None:
    with runtime.reading() as session:
        return following.standing(session, session.get_one(Conversation, one.id))


def _left(runtime: Runtime, one: Conversation) -> int:
    stands = _stands(runtime, one)
    assert stands
    return stands.left


def _do(
    runtime: Runtime, one: Conversation, step: ProtocolStep, by: User, answer: str = ""
) -> None:
    with runtime.writing() as session:
        following.do(session, one.id, step.id, by=by, answer=answer)


def _resolved(runtime: Runtime, one: Conversation, by: User) -> Conversation:
    with runtime.writing() as session:
        return status.resolve(session, one.id, by=by, reason="answered_elsewhere")


def test_they_stand_in_urgent_conversations_alone(
    make: Make, runtime: Runtime, steps: Sequence[ProtocolStep], at_risk: Conversation
) -> None:
    stands = _stands(runtime, at_risk)
    assert stands
    assert [one.step.words for one in stands.taken] == ["Call dispatch", "Stay until contact"]
    assert stands.now
    assert stands.now.id == steps[0].id
    assert _stands(runtime, make.conversation(external_id="other", thread_id="other")) is None


def test_a_department_without_steps_is_held_up_by_none(
    runtime: Runtime, at_risk: Conversation, ana: User
) -> None:
    assert _stands(runtime, at_risk) is None
    assert _resolved(runtime, at_risk, ana).status is Status.RESOLVED


def test_resolving_is_locked_until_every_step_is_done(
    runtime: Runtime, steps: Sequence[ProtocolStep], at_risk: Conversation, ana: User
) -> None:
    with pytest.raises(following.StepsLeft, match="2 steps"):
        _resolved(runtime, at_risk, ana)
    _do(runtime, at_risk, steps[0], ana, "24-1182")
    with pytest.raises(following.StepsLeft, match="One step"):
        _resolved(runtime, at_risk, ana)
    _do(runtime, at_risk, steps[1], ana)

    assert _resolved(runtime, at_risk, ana).status is Status.RESOLVED


def test_what_a_step_asks_for_must_be_written_down_and_is_on_record(
    runtime: Runtime, steps: Sequence[ProtocolStep], at_risk: Conversation, ana: User
) -> None:
    for nothing in ("", "  ", "x" * 201):
        with pytest.raises(following.AnswerNeeded, match="CAD number"):
            _do(runtime, at_risk, steps[0], ana, nothing)
    _do(runtime, at_risk, steps[0], ana, " 24-1182 ")

    with runtime.reading() as session:
        event = session.scalars(select(Event).where(Event.name == "protocol.step_done")).one()
    assert (event.user_id, event.data["answer"]) == (ana.id, "24-1182")


def test_the_first_to_say_that_a_step_is_done_stands(
    make: Make, runtime: Runtime, steps: Sequence[ProtocolStep], at_risk: Conversation, ana: User
) -> None:
    _do(runtime, at_risk, steps[0], ana, "24-1182")
    _do(runtime, at_risk, steps[0], make.user("Ben Ortiz"), "24-9999")

    stands = _stands(runtime, at_risk)
    assert stands
    assert stands.taken[0].done
    assert (stands.taken[0].done.user.id, stands.taken[0].done.answer) == (ana.id, "24-1182")


def test_a_step_that_is_not_done_after_all_locks_again(
    runtime: Runtime, steps: Sequence[ProtocolStep], at_risk: Conversation, ana: User
) -> None:
    _do(runtime, at_risk, steps[1], ana)
    with runtime.writing() as session:
        following.take_back(session, at_risk.id, steps[1].id, by=ana)
        following.take_back(session, at_risk.id, steps[1].id, by=ana)

    assert _left(runtime, at_risk) == len(steps)


def test_only_who_leads_passes_over_steps_and_says_why(
    runtime: Runtime,
    steps: Sequence[ProtocolStep],
    at_risk: Conversation,
    ana: User,
    marcus: User,
) -> None:
    with runtime.writing() as session:
        with pytest.raises(following.NotYoursToOverride):
            following.override(session, at_risk.id, by=ana, reason="I think so")
        with pytest.raises(following.OverrideReasonNeeded):
            following.override(session, at_risk.id, by=marcus, reason=" ")
        following.override(session, at_risk.id, by=marcus, reason="Officers were there")

    assert _left(runtime, at_risk) == len(steps)
    assert _resolved(runtime, at_risk, ana).status is Status.RESOLVED


def test_lifting_urgent_unlocks_and_a_new_alarm_begins_at_the_first_step(
    runtime: Runtime, steps: Sequence[ProtocolStep], at_risk: Conversation, ana: User
) -> None:
    _do(runtime, at_risk, steps[1], ana)
    _prioritised(runtime, at_risk, Priority.NORMAL, ana)
    with runtime.writing() as session, pytest.raises(following.NotUrgent):
        following.do(session, at_risk.id, steps[1].id, by=ana)

    _prioritised(runtime, at_risk, Priority.URGENT, ana)
    assert _left(runtime, at_risk) == len(steps)


def test_taking_back_that_urgent_was_lifted_keeps_what_was_done(
    runtime: Runtime, steps: Sequence[ProtocolStep], at_risk: Conversation, ana: User
) -> None:
    _do(runtime, at_risk, steps[1], ana)
    _prioritised(runtime, at_risk, Priority.NORMAL, ana)
    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, ana)[0].batch, by=ana)

    assert _left(runtime, at_risk) == len(steps) - 1


@pytest.mark.usefixtures("steps")
def test_a_reply_that_was_to_resolve_is_sent_and_leaves_it_open(
    make: Make, runtime: Runtime, at_risk: Conversation, ana: User, clock: SetClock
) -> None:
    delivery = make.reply(at_risk, ana, resolves=True)
    clock.advance(seconds=11)
    with runtime.writing() as session:
        receipt = Receipt(external_id="answer", accepted_at=runtime.clock.now())
        settlement.confirm(session, claiming.load(session, delivery.id), receipt)

    with runtime.reading() as session:
        found = session.get_one(Conversation, at_risk.id)
        assert (found.status, found.waiting_since) == (Status.OPEN, None)


def test_merged_into_one_whose_alarm_is_over_it_begins_anew(
    make: Make, runtime: Runtime, steps: Sequence[ProtocolStep], ana: User
) -> None:
    account = make.account()
    goal, source = (
        make.conversation(account, thread_id=name, external_id=name, author=MARIA)
        for name in ("one", "two")
    )
    _prioritised(runtime, goal, Priority.URGENT, ana)
    _do(runtime, goal, steps[1], ana)
    _prioritised(runtime, goal, Priority.NORMAL, ana)
    _prioritised(runtime, source, Priority.URGENT, ana)
    with runtime.writing() as session:
        merging.merge(session, source.id, into=goal.id, by=ana)

    assert _left(runtime, goal) == len(steps)


def test_they_are_written_by_who_leads_in_an_order_that_can_be_changed(
    runtime: Runtime, steps: Sequence[ProtocolStep], ana: User, marcus: User
) -> None:
    with runtime.writing() as session:
        with pytest.raises(keeping.NotYoursToWrite):
            keeping.add(session, Wanted(words="Mine"), by=ana)
        for unusable in (Wanted(words=" "), Wanted(words="x" * 201)):
            with pytest.raises(keeping.UnusableStep):
                keeping.add(session, unusable, by=marcus)
        with pytest.raises(keeping.NoSuchResponse):
            keeping.add(session, Wanted(words="Reply", response_id=987), by=marcus)
        keeping.move_up(session, steps[1].id, by=marcus)
        keeping.change(session, steps[0].id, Wanted(words="Call 970-555-0100"), by=marcus)
    with runtime.reading() as session:
        found = [one.words for one in keeping.in_force(session)]
    assert found == ["Stay until contact", "Call 970-555-0100"]


def test_a_step_that_was_taken_out_holds_nobody_up(
    runtime: Runtime,
    steps: Sequence[ProtocolStep],
    at_risk: Conversation,
    ana: User,
    marcus: User,
) -> None:
    with runtime.writing() as session:
        for step in steps:
            keeping.retire(session, step.id, by=marcus)
        with pytest.raises(keeping.NoSuchStep):
            keeping.retire(session, steps[0].id, by=marcus)

    assert _resolved(runtime, at_risk, ana).status is Status.RESOLVED


def test_there_is_an_end_to_how_many_steps_there_are(runtime: Runtime, marcus: User) -> None:
    with runtime.writing() as session:
        for number in range(keeping.MOST):
            keeping.add(session, Wanted(words=f"Step {number}"), by=marcus)
        with pytest.raises(keeping.TooManySteps):
            keeping.add(session, Wanted(words="One more"), by=marcus)
