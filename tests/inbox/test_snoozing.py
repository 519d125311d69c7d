from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox import conversations, priority, queues, scheduling, snooze_times, snoozing, status, waits
from inbox.models import Conversation, Priority, Status, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make

DENVER = ZoneInfo("America/Denver")


def _snooze(
    runtime: Runtime, conversation: Conversation, by: User, until: datetime | None
) -> Conversation:
    with runtime.writing() as session:
        return snoozing.snooze(session, conversation.id, until=until, by=by)


def _now(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.writing() as session:
        return conversations.locked(session, conversation.id)


def test_a_snoozed_conversation_leaves_the_desk_and_its_person_goes_on_waiting(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()

    _snooze(runtime, conversation, ana, clock.at + timedelta(hours=1))

    with runtime.reading() as session:
        counts = queues.counts(session, ana)
        belongs = queues.belonging(session, [conversation.id], ana)[conversation.id]
        wait = waits.unended(session, conversation.id)
    assert (counts["open"], counts["snoozed"], belongs) == (0, 1, {"snoozed"})
    assert wait is not None


def test_it_comes_back_when_its_time_has_come_and_not_before(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    _snooze(runtime, conversation, ana, clock.at + timedelta(hours=1))

    clock.advance(minutes=59)
    scheduling.wake_what_is_due(runtime)
    assert _now(runtime, conversation).status is Status.SNOOZED

    clock.advance(minutes=1)
    scheduling.wake_what_is_due(runtime)
    woken = _now(runtime, conversation)
    assert (woken.status, woken.snoozed_until) == (Status.OPEN, None)


def test_snoozed_anew_while_the_scheduler_looks_it_sleeps_on(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    _snooze(runtime, conversation, ana, clock.at + timedelta(hours=1))
    clock.advance(hours=2)
    with runtime.reading() as session:
        due = snoozing.due(session)

    _snooze(runtime, conversation, ana, clock.at + timedelta(hours=1))
    with runtime.writing() as session:
        snoozing.wake_due(session, due)

    assert due == [conversation.id]
    assert _now(runtime, conversation).status is Status.SNOOZED


@pytest.mark.parametrize("hours", [1, None])
def test_new_words_of_the_person_bring_it_back_at_once(
    make: Make, runtime: Runtime, clock: SetClock, hours: int | None
) -> None:
    ana, account = make.user(), make.account()
    conversation = make.conversation(account)
    until = clock.at + timedelta(hours=hours) if hours else None
    _snooze(runtime, conversation, ana, until)

    make.received(account, [incoming(thread_id=conversation.thread_id, sent_at=clock.at)])

    woken = _now(runtime, conversation)
    assert (woken.status, woken.snoozed_until) == (Status.OPEN, None)
    assert not woken.is_new_cycle


def test_what_is_urgent_stays_on_the_desk(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana, conversation = make.user(), make.conversation()
    with runtime.writing() as session:
        priority.change(session, conversation.id, to=Priority.URGENT, by=ana)

    with pytest.raises(snoozing.UrgentStays, match="no longer is"):
        _snooze(runtime, conversation, ana, clock.at + timedelta(hours=1))


def test_a_moment_that_has_passed_and_a_resolved_conversation_are_refused(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()

    with pytest.raises(snoozing.AlreadyPast):
        _snooze(runtime, conversation, ana, clock.at)
    with runtime.writing() as session:
        status.resolve(session, conversation.id, by=ana, reason="other")
    with pytest.raises(snoozing.NothingToSnooze):
        _snooze(runtime, conversation, ana, clock.at + timedelta(hours=1))


def test_a_conversation_resolved_in_its_sleep_never_wakes(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    _snooze(runtime, conversation, ana, clock.at + timedelta(hours=1))
    with runtime.writing() as session:
        status.resolve(session, conversation.id, by=ana, reason="other")
    clock.advance(hours=2)

    scheduling.wake_what_is_due(runtime)

    assert _now(runtime, conversation).status is Status.RESOLVED


def test_natural_times_are_the_departments() -> None:
    # A Sunday evening in Denver, where it is already Monday in UTC.
    now = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)

    offered = {one.key: one.until for one in snooze_times.choices(now, DENVER)}

    eight_on_monday = datetime(2026, 11, 30, 8, 0, tzinfo=DENVER)
    assert offered["tomorrow"] == offered["monday"] == eight_on_monday
    assert offered["written"] is None


def test_monday_is_never_today() -> None:
    now = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)

    offered = {one.key: one.until for one in snooze_times.choices(now, DENVER)}

    assert offered["monday"] == datetime(2026, 12, 7, 8, 0, tzinfo=DENVER)


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T08:00", "0001-01-01T00:00", "\x00"])
def test_a_moment_nobody_can_read_is_refused_in_words(text: str) -> None:
    with pytest.raises(snooze_times.UnreadableMoment, match="Choose a day"):
        snooze_times.moment(text, ZoneInfo("Asia/Tokyo"))
