"""By when is an answer due, and what moves that?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from connectors.words import Kind
from inbox import priority, snoozing, status, tagging, teams
from inbox.hours import keeping
from inbox.models import (
    Conversation,
    Priority,
    Promise,
    PromiseKind,
    Tag,
    Team,
    User,
    Wait,
    conversation_tag,
)
from inbox.promises import policies
from inbox.promises.wanting import Wanted
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.inbox.promises.conftest import Looked, Promised

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _moved(runtime: Runtime, conversation: Conversation, to: Team, by: User) -> None:
    with runtime.writing() as session:
        teams.move(session, conversation.id, to=to, by=by)


def _resolved(runtime: Runtime, conversation: Conversation, by: User) -> None:
    with runtime.writing() as session:
        status.resolve(session, conversation.id, by=by, reason="thanks")


def test_an_answer_is_due_from_when_the_person_wrote(
    make: Make, promised: Promised, look: Looked, clock: SetClock
) -> None:
    promised(warn_share=75)
    account = make.account()
    clock.advance(minutes=10)

    made = make.conversation(account, sent_at=clock.at - 4 * MINUTE)

    found = look.at(made)
    assert (found.due_at, found.due_kind) == (clock.at + 56 * MINUTE, PromiseKind.FIRST_RESPONSE)
    assert found.due_soon_at == clock.at + 41 * MINUTE


def test_what_was_said_before_the_first_connection_has_no_deadline(
    make: Make, promised: Promised, look: Looked, clock: SetClock
) -> None:
    promised(resolution=HOUR)

    made = make.conversation(make.account(), sent_at=clock.at - 5 * HOUR)

    found = look.at(made)
    assert found.waiting_since is not None
    assert found.due_at is None


def test_an_answer_ends_the_promise_and_the_next_question_has_its_own(
    make: Make, promised: Promised, look: Looked, clock: SetClock
) -> None:
    promised(next_response=2 * HOUR)
    account, asked = make.account(), incoming(sent_at=clock.at)
    made = make.conversation(account, external_id=asked.external_id, thread_id=asked.thread_id)

    clock.advance(minutes=30)
    make.received(account, [native_answer(asked, sent_at=clock.at)])
    assert look.at(made).due_at is None

    clock.advance(minutes=30)
    again = incoming(thread_id=asked.thread_id, sent_at=clock.at)
    make.received(account, [again])
    found = look.at(made)
    assert (found.due_at, found.due_kind) == (clock.at + 2 * HOUR, PromiseKind.NEXT_RESPONSE)
    first = look.promise(made, PromiseKind.FIRST_RESPONSE)
    assert (first.is_running, first.next_at, first.due_at) == (False, None, clock.at)


def test_the_first_policy_that_fits_holds_and_the_order_is_a_persons(
    make: Make, promised: Promised, look: Looked, clock: SetClock, runtime: Runtime, rosa: User
) -> None:
    promised(name="All", first_response=4 * HOUR)
    private = promised(name="Private", kinds=[Kind.DIRECT_MESSAGE])
    clock.advance(minutes=1)
    assert look.at(make.conversation()).due_at == clock.at + 4 * HOUR

    with runtime.writing() as session:
        policies.ask_earlier(session, private.id, by=rosa)
    clock.advance(minutes=1)
    message = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)
    assert look.at(message).due_at == clock.at + HOUR
    assert look.at(make.conversation()).due_at == clock.at + 4 * HOUR


def test_a_target_changed_at_noon_holds_for_who_writes_after_noon(
    make: Make, promised: Promised, look: Looked, clock: SetClock, runtime: Runtime, rosa: User
) -> None:
    policy = promised()
    before = make.conversation()
    due = look.at(before).due_at

    clock.advance(minutes=5)
    with runtime.writing() as session:
        wanted = Wanted(name="Sooner", first_response=10 * MINUTE, is_staffed=False)
        policies.change(session, policy.id, wanted, by=rosa)
    after = make.conversation()
    # Whatever else is done to it, it keeps the target it came under.
    with runtime.writing() as session:
        tagging.add(session, before.id, "Noise", by=rosa)

    assert look.at(before).due_at == due
    assert look.at(after).due_at == clock.at + 10 * MINUTE


def test_a_tag_a_priority_and_a_team_decide_anew(
    *,
    make: Make,
    promised: Promised,
    look: Looked,
    clock: SetClock,
    runtime: Runtime,
    rosa: User,
    desk: Team,
) -> None:
    with runtime.writing() as session:
        noise = tagging.named(session, "Noise")
    promised(name="Noise", tag_ids=[noise.id], first_response=10 * MINUTE)
    promised(name="High", priorities=[Priority.HIGH], first_response=20 * MINUTE)
    promised(name="Team", team_ids=[desk.id], first_response=30 * MINUTE)
    made = make.conversation()
    assert look.at(made).due_at is None

    _moved(runtime, made, desk, rosa)
    assert look.at(made).due_at == clock.at + 30 * MINUTE
    with runtime.writing() as session:
        priority.change(session, made.id, to=Priority.HIGH, by=rosa)
    assert look.at(made).due_at == clock.at + 20 * MINUTE
    with runtime.writing() as session:
        tagging.add(session, made.id, "Noise", by=rosa)
    assert look.at(made).due_at == clock.at + 10 * MINUTE
    with runtime.writing() as session:
        tagging.remove(session, made.id, "Noise", by=rosa)
    assert look.at(made).due_at == clock.at + 20 * MINUTE


def test_a_policy_whose_tags_are_gone_fits_nothing(
    make: Make, promised: Promised, look: Looked, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        gone = tagging.named(session, "Parade")
    policy = promised(tag_ids=[gone.id])
    with runtime.writing() as session:
        session.execute(delete(conversation_tag).where(conversation_tag.c.tag_id == gone.id))
        session.execute(delete(Tag).where(Tag.id == gone.id))

    assert look.at(make.conversation()).due_at is None
    with runtime.reading() as session:
        assert policies.gone_tags(session, [policy]) == {gone.id}


def test_staffed_time_runs_in_the_hours_the_team_kept_when_the_person_wrote(
    *,
    make: Make,
    promised: Promised,
    look: Looked,
    clock: SetClock,
    runtime: Runtime,
    rosa: User,
    desk: Team,
) -> None:
    promised(is_staffed=True)
    office = keeping.Wanted(is_always_open=False, week=("08:00-17:00",) * 5 + ("", ""))
    with runtime.writing() as session:
        kept = keeping.change(session, desk.id, office, by=rosa)
    # A Friday, half an hour before the team goes home.
    clock.at = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
    made = make.conversation()
    _moved(runtime, made, desk, rosa)
    assert look.at(made).due_at == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)

    clock.advance(minutes=1)
    with runtime.writing() as session:
        keeping.change(session, desk.id, keeping.Wanted(is_always_open=True), by=rosa)
        tagging.add(session, made.id, "Noise", by=rosa)
    assert look.at(made).due_at == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
    with runtime.reading() as session:
        query = select(Wait).where(Wait.conversation_id == made.id)
        assert session.scalars(query).one().hours_id == kept.id

    # What is urgent is measured around the clock.
    with runtime.writing() as session:
        priority.change(session, made.id, to=Priority.URGENT, by=rosa)
    assert look.at(made).due_at == datetime(2026, 11, 27, 17, 30, tzinfo=UTC)


def test_a_team_without_hours_counts_as_always_open(
    *,
    make: Make,
    promised: Promised,
    look: Looked,
    clock: SetClock,
    runtime: Runtime,
    rosa: User,
    desk: Team,
) -> None:
    promised(is_staffed=True)
    clock.at = datetime(2026, 11, 28, 3, tzinfo=UTC)
    made = make.conversation()
    _moved(runtime, made, desk, rosa)

    assert look.at(made).due_at == clock.at + HOUR


@pytest.mark.parametrize("pauses", [True, False])
def test_closing_stands_still_while_we_wait_for_them_where_the_policy_says_so(
    make: Make, promised: Promised, look: Looked, clock: SetClock, *, pauses: bool
) -> None:
    promised(first_response=None, resolution=4 * HOUR, pauses=pauses)
    account, asked = make.account(), incoming(sent_at=clock.at)
    made = make.conversation(account, external_id=asked.external_id, thread_id=asked.thread_id)
    began = clock.at
    assert look.at(made).due_at == began + 4 * HOUR

    clock.advance(hours=1)
    make.received(account, [native_answer(asked, sent_at=clock.at)])
    promise = look.promise(made, PromiseKind.RESOLUTION)
    expected = (None, 3 * 3600) if pauses else (began + 4 * HOUR, None)
    assert (promise.due_at, promise.seconds_left) == expected

    clock.advance(days=1)
    make.received(account, [incoming(thread_id=asked.thread_id, sent_at=clock.at)])
    expected_due = clock.at + 3 * HOUR if pauses else began + 4 * HOUR
    assert look.promise(made, PromiseKind.RESOLUTION).due_at == expected_due


def test_resolved_nothing_is_due_and_undone_it_is_due_as_before(
    make: Make, promised: Promised, look: Looked, clock: SetClock, runtime: Runtime, rosa: User
) -> None:
    promised(resolution=4 * HOUR)
    made, due = make.conversation(), clock.at + HOUR
    _resolved(runtime, made, rosa)
    assert look.at(made).due_at is None

    with runtime.writing() as session:
        status.reopen(session, made.id, by=rosa)
    # Nobody waits, and no cycle has begun.
    assert look.at(made).due_at is None
    assert look.promise(made, PromiseKind.FIRST_RESPONSE).due_at == due


def test_snoozing_stops_no_clock(
    make: Make, promised: Promised, look: Looked, clock: SetClock, runtime: Runtime, rosa: User
) -> None:
    promised()
    made = make.conversation()
    due = look.at(made).due_at

    with runtime.writing() as session:
        snoozing.snooze(session, made.id, until=clock.at + timedelta(days=1), by=rosa)

    assert look.at(made).due_at == due


def test_without_policies_and_hours_nothing_is_promised(
    make: Make, look: Looked, runtime: Runtime
) -> None:
    made = make.conversation()

    assert look.at(made).due_at is None
    with runtime.reading() as session:
        assert session.scalars(select(Promise)).all() == []
