"""Is what somebody did by mistake put back exactly, and never over what another did since?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import acts, assignment, conversations, priority, snoozing, status, tagging, undoing
from inbox.errors import Conflict
from inbox.models import Conversation, Event, Priority, Status, User, Wait, WaitEnd
from inbox.runtime import Runtime
from inbox.several import Outcome
from inbox.undoing import ChangedSince, NothingToUndo, WroteSince
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

Act = Callable[[Session, int, User], object]


def _undo(runtime: Runtime, by: User) -> Outcome:
    """Press Z."""
    with runtime.writing() as session:
        return undoing.undo(session, acts.last(session, by)[0].batch, by=by)


def _now(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.writing() as session:
        return conversations.locked(session, conversation.id)


def _waits(runtime: Runtime, conversation: Conversation) -> list[Wait]:
    with runtime.reading() as session:
        mine = select(Wait).where(Wait.conversation_id == conversation.id).order_by(Wait.id)
        return list(session.scalars(mine))


def _resolve(runtime: Runtime, conversation: Conversation, by: User) -> None:
    with runtime.writing() as session:
        status.resolve(session, conversation.id, by=by, reason="thanks")


@pytest.mark.parametrize(
    "act",
    [
        lambda session, number, by: assignment.claim(session, number, by=by),
        lambda session, number, by: tagging.add(session, number, "road", by=by),
        lambda session, number, by: priority.change(
            session, number, to=Priority.URGENT, by=by, reason=""
        ),
        lambda session, number, by: snoozing.snooze(session, number, until=None, by=by),
        lambda session, number, by: status.resolve(session, number, by=by, reason="thanks"),
    ],
    ids=["claim", "tag", "urgent", "snooze", "resolve"],
)
def test_what_was_done_is_put_back_as_it_stood_and_both_are_on_record(
    make: Make, runtime: Runtime, act: Act
) -> None:
    ana, conversation = make.user(), make.conversation()
    with runtime.writing() as session:
        act(session, conversation.id, ana)

    _undo(runtime, ana)

    assert _standing(_now(runtime, conversation)) == _standing(_now(runtime, make.conversation()))
    with runtime.reading() as session:
        names = session.scalars(
            select(Event.name).where(Event.user_id == ana.id).order_by(Event.id)
        ).all()
    assert len(names) == 2
    assert names[-1] == "conversation.undone"


def _standing(one: Conversation) -> tuple[object, ...]:
    tags = [tag.name for tag in one.tags]
    return one.status, one.priority, one.assignee_id, tags, one.resolved_at, one.snoozed_until


def test_undoing_a_resolve_lets_the_same_wait_run_on_as_if_nobody_had_closed_it(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    [before] = _waits(runtime, conversation)
    clock.advance(minutes=1)
    _resolve(runtime, conversation, ana)
    clock.advance(minutes=5)

    _undo(runtime, ana)

    [wait] = _waits(runtime, conversation)
    assert (wait.id, wait.started_at, wait.is_first) == (before.id, before.started_at, True)
    assert (wait.ended_at, wait.end, wait.ended_by_user_id, wait.reason) == (None,) * 4
    assert _now(runtime, conversation).waiting_since == before.started_at


def test_an_answer_given_on_the_platform_while_it_was_closed_ends_the_wait(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    ana, conversation = make.user(), make.conversation(account)
    _resolve(runtime, conversation, ana)
    clock.advance(minutes=2)
    answered_at = clock.at
    thread_id = conversation.thread_id
    make.received(account, [native_answer(incoming(thread_id=thread_id), sent_at=answered_at)])

    _undo(runtime, ana)

    [wait] = _waits(runtime, conversation)
    assert (wait.end, wait.ended_at) == (WaitEnd.ANSWERED, answered_at)
    now = _now(runtime, conversation)
    assert (now.status, now.waiting_since) == (Status.OPEN, None)


def test_what_another_changed_since_is_left_alone_and_named(make: Make, runtime: Runtime) -> None:
    ana, dana, conversation = make.user(), make.user("Dana Whitfield"), make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, conversation.id, by=ana)
    with runtime.writing() as session:
        assignment.assign(session, conversation.id, to=dana, by=dana)

    with pytest.raises(ChangedSince, match="Dana changed this in the meantime"):
        _undo(runtime, ana)

    assert _now(runtime, conversation).assignee_id == dana.id


def test_what_another_did_to_something_else_is_no_hindrance_and_stays(
    make: Make, runtime: Runtime
) -> None:
    ana, dana, conversation = make.user(), make.user("Dana Whitfield"), make.conversation()
    with runtime.writing() as session:
        tagging.add(session, conversation.id, "road", by=ana)
    with runtime.writing() as session:
        tagging.add(session, conversation.id, "closed", by=dana)
        assignment.claim(session, conversation.id, by=dana)

    _undo(runtime, ana)

    now = _now(runtime, conversation)
    assert ([tag.name for tag in now.tags], now.assignee_id) == (["closed"], dana.id)


def test_words_that_came_since_bring_it_back_and_are_never_put_away_by_an_undo(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    ana, conversation = make.user(), make.conversation(account)
    _resolve(runtime, conversation, ana)
    with runtime.writing() as session:
        status.reopen(session, conversation.id, by=ana)
    clock.advance(minutes=1)
    again = incoming(thread_id=conversation.thread_id, sent_at=clock.at)
    make.received(account, [again])

    with pytest.raises(WroteSince):
        _undo(runtime, ana)

    assert _now(runtime, conversation).status is Status.OPEN


def test_pressed_again_it_takes_back_what_was_done_before_that(
    make: Make, runtime: Runtime
) -> None:
    ana, conversation = make.user(), make.conversation()
    with runtime.writing() as session:
        snoozing.snooze(session, conversation.id, until=None, by=ana)
    _resolve(runtime, conversation, ana)

    _undo(runtime, ana)
    assert _now(runtime, conversation).status is Status.SNOOZED

    _undo(runtime, ana)
    assert _now(runtime, conversation).status is Status.OPEN


def test_it_is_undone_once_by_its_own_person_and_within_ten_minutes(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, dana, conversation = make.user(), make.user("Dana"), make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, conversation.id, by=ana)
    with runtime.reading() as session:
        batch = acts.last(session, ana)[0].batch

    for by, after in ((dana, timedelta()), (ana, timedelta(minutes=10))):
        clock.advance(minutes=after.total_seconds() / 60)
        with pytest.raises(NothingToUndo), runtime.writing() as session:
            undoing.undo(session, batch, by=by)


def test_what_was_done_in_one_go_is_undone_in_one_go_as_far_as_nobody_changed_it(
    make: Make, runtime: Runtime
) -> None:
    ana, dana = make.user(), make.user("Dana Whitfield")
    account = make.account()
    picked = [make.conversation(account, thread_id=f"t{n}").id for n in range(3)]
    with runtime.writing() as session:
        for number in picked:
            assignment.claim(session, number, by=ana)
    with runtime.writing() as session:
        assignment.assign(session, picked[1], to=dana, by=dana)

    outcome = _undo(runtime, ana)

    assert outcome.done == (picked[0], picked[2])
    assert "2 of 3 done. 1: Dana changed this" in outcome.sentence


def test_a_refused_undo_may_be_asked_for_again(make: Make, runtime: Runtime) -> None:
    ana, dana, conversation = make.user(), make.user("Dana"), make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, conversation.id, by=ana)
    with runtime.writing() as session:
        assignment.assign(session, conversation.id, to=dana, by=dana)
    with pytest.raises(Conflict):
        _undo(runtime, ana)

    _undo(runtime, dana)
    _undo(runtime, ana)

    assert _now(runtime, conversation).assignee_id is None
