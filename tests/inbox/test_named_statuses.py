"""Does a conversation stand under a finer status as long as its status holds, and no longer?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from inbox import (
    acts,
    conversations,
    desk_views,
    named_statuses,
    naming_status,
    queues,
    scheduling,
    snoozing,
    status,
    undoing,
)
from inbox.models import Conversation, Event, NamedStatus, Role, Status, User
from inbox.runtime import Runtime
from inbox.search import finding
from tests.clocks import SetClock
from tests.factories.making import Make


@pytest.fixture
def rosa(make: Make) -> User:
    return make.user("Rosa Diaz", role=Role.SUPERVISOR)


def named(runtime: Runtime, by: User, name: str, within: Status) -> NamedStatus:
    with runtime.writing() as session:
        return named_statuses.add(session, name, within=within, by=by)


def given(runtime: Runtime, one: Conversation, to: NamedStatus, by: User) -> Conversation:
    with runtime.writing() as session:
        found = named_statuses.find(session, to.id)
        return naming_status.give(session, one.id, found, by=by, reason="thanks")


def now(runtime: Runtime, one: Conversation) -> Conversation:
    with runtime.writing() as session:
        return conversations.locked(session, one.id)


def said(runtime: Runtime, name: str) -> list[dict[str, object]]:
    with runtime.reading() as session:
        events = select(Event).where(Event.name == name).order_by(Event.id)
        return [one.data for one in session.scalars(events)]


@pytest.mark.parametrize("within", named_statuses.WITHIN)
def test_a_name_brings_its_status_along_and_z_puts_both_back(
    make: Make, runtime: Runtime, rosa: User, within: Status
) -> None:
    one, to = make.conversation(), named(runtime, rosa, "Referred to 311", within)

    given(runtime, one, to, rosa)
    stands = now(runtime, one)
    assert (stands.status, stands.named_status_id) == (within, to.id)

    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, rosa)[0].batch, by=rosa)
    back = now(runtime, one)
    assert (back.status, back.named_status_id) == (Status.OPEN, None)
    assert back.waiting_since


def test_undoing_puts_the_name_back_that_stood_before(
    make: Make, runtime: Runtime, rosa: User
) -> None:
    one = make.conversation()
    first = named(runtime, rosa, "Waiting on records", Status.OPEN)
    second = named(runtime, rosa, "Referred to 311", Status.RESOLVED)
    given(runtime, one, first, rosa)
    given(runtime, one, second, rosa)

    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, rosa)[0].batch, by=rosa)

    back = now(runtime, one)
    assert (back.status, back.named_status_id) == (Status.OPEN, first.id)


def test_a_name_goes_with_its_status(
    make: Make, runtime: Runtime, rosa: User, clock: SetClock
) -> None:
    account = make.account()
    one = make.conversation(account, thread_id="thread")
    closed = named(runtime, rosa, "Referred to 311", Status.RESOLVED)
    asleep = named(runtime, rosa, "Court date", Status.SNOOZED)
    given(runtime, one, closed, rosa)

    make.conversation(account, thread_id="thread", external_id="again")
    assert now(runtime, one).named_status_id is None

    given(runtime, one, closed, rosa)
    with runtime.writing() as session:
        status.reopen(session, one.id, by=rosa)
    assert now(runtime, one).named_status_id is None

    with runtime.writing() as session:
        until = clock.now().replace(hour=23)
        snoozing.snooze(session, one.id, until=until, by=rosa)
    given(runtime, one, asleep, rosa)
    assert now(runtime, one).named_status_id == asleep.id
    clock.advance(hours=12)
    scheduling.wake_what_is_due(runtime)
    assert now(runtime, one).named_status_id is None


def test_whoever_waits_is_not_resolved_under_a_name_without_a_reason(
    make: Make, runtime: Runtime, rosa: User
) -> None:
    one, to = make.conversation(), named(runtime, rosa, "Referred to 311", Status.RESOLVED)

    with runtime.writing() as session, pytest.raises(status.ReasonNeeded):
        naming_status.give(session, one.id, session.get_one(NamedStatus, to.id), by=rosa)


def test_the_record_keeps_the_name_that_was(make: Make, runtime: Runtime, rosa: User) -> None:
    one, to = make.conversation(), named(runtime, rosa, "Waiting on records", Status.OPEN)
    given(runtime, one, to, rosa)

    with runtime.writing() as session:
        named_statuses.rename(session, to.id, "With records", by=rosa)
        named_statuses.retire(session, to.id, by=rosa)

    (kept,) = said(runtime, "conversation.status_named")
    assert kept["named"] == "Waiting on records"
    assert now(runtime, one).named_status_id == to.id
    with pytest.raises(naming_status.Retired):
        given(runtime, make.conversation(), to, rosa)
    with runtime.writing() as session:
        naming_status.drop(session, one.id, by=rosa)
    assert said(runtime, "conversation.status_named")[-1] == {
        "named": None,
        "before": "With records",
    }


def test_it_is_found_by_filter_and_by_search_also_when_retired(
    make: Make, runtime: Runtime, rosa: User
) -> None:
    account = make.account()
    one, other = make.conversation(account), make.conversation(account)
    to = named(runtime, rosa, "Waiting on Récords", Status.OPEN)
    given(runtime, one, to, rosa)
    with runtime.writing() as session:
        named_statuses.retire(session, to.id, by=rosa)

    with runtime.reading() as session:
        view = desk_views.find(session, f"filter?named={to.id}", rosa)
        without = desk_views.find(session, "filter?named=none", rosa)
        found = finding.find(session, 'status:"waiting on records"', rosa)
        others = finding.find(session, 'juniper -status:"waiting on records"', rosa)
        nothing = finding.find(session, "status:mars", rosa)
        assert [row.id for row in queues.page(session, view, rosa).rows] == [one.id]
        assert [row.id for row in queues.page(session, without, rosa).rows] == [other.id]
        assert [row.conversation.id for row in found.rows] == [one.id]
        assert [row.conversation.id for row in others.rows] == [other.id]
        assert not nothing.rows
        assert nothing.remarks == ("There is no status mars.",)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "a\u202eb", "\u200b", "---"])
def test_a_name_that_nobody_could_read_is_refused(runtime: Runtime, rosa: User, name: str) -> None:
    with pytest.raises(named_statuses.UnusableName):
        named(runtime, rosa, name, Status.OPEN)


def test_two_names_that_look_the_same_are_not_kept(runtime: Runtime, rosa: User) -> None:
    named(runtime, rosa, "Waiting on records", Status.OPEN)

    with pytest.raises(named_statuses.NameTaken):
        named(runtime, rosa, "waiting  ON Récords", Status.RESOLVED)


def test_only_who_is_senior_names_statuses(make: Make, runtime: Runtime) -> None:
    with pytest.raises(named_statuses.NotYoursToName):
        named(runtime, make.user(), "Mine", Status.OPEN)
