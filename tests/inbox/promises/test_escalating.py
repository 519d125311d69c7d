"""Is everybody told once when a promise is about to break, and when it has?"""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import func, select

from inbox import assignment, scheduling
from inbox.models import (
    Conversation,
    Event,
    Notification,
    NotificationKind,
    Priority,
    Team,
    User,
)
from inbox.promises import escalating
from inbox.promises.wanting import Follows
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.inbox.promises.conftest import Looked, Promised

HOUR = timedelta(hours=1)


def _happened(runtime: Runtime, conversation: Conversation) -> list[str]:
    with runtime.reading() as session:
        return list(
            session.scalars(
                select(Event.name)
                .where(Event.conversation_id == conversation.id, Event.name.like("promise.%"))
                .order_by(Event.id)
            )
        )


def test_a_warning_and_a_breach_are_events_once_each(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised(warn_share=50)
    made = make.conversation()

    clock.advance(minutes=29)
    scheduling.escalate_what_is_due(runtime)
    assert _happened(runtime, made) == []

    clock.advance(minutes=1)
    scheduling.escalate_what_is_due(runtime)
    scheduling.escalate_what_is_due(runtime)
    assert _happened(runtime, made) == ["promise.warned"]

    clock.advance(minutes=30)
    scheduling.escalate_what_is_due(runtime)
    scheduling.escalate_what_is_due(runtime)
    clock.advance(days=1)
    scheduling.escalate_what_is_due(runtime)
    assert _happened(runtime, made) == ["promise.warned", "promise.breached"]


def test_what_became_overdue_while_nobody_looked_is_not_warned_of_afterwards(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised()
    made = make.conversation()

    clock.advance(hours=2)
    scheduling.escalate_what_is_due(runtime)

    assert _happened(runtime, made) == ["promise.breached"]


def test_an_answer_in_time_is_neither_warned_of_nor_broken(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised()
    account, asked = make.account(), incoming(sent_at=clock.at)
    made = make.conversation(account, external_id=asked.external_id, thread_id=asked.thread_id)
    clock.advance(minutes=10)
    make.received(account, [native_answer(asked, sent_at=clock.at)])

    clock.advance(hours=2)
    scheduling.escalate_what_is_due(runtime)

    assert _happened(runtime, made) == []


def test_what_follows_is_what_the_policy_chose(
    *,
    make: Make,
    promised: Promised,
    runtime: Runtime,
    clock: SetClock,
    look: Looked,
    desk: Team,
    rosa: User,
) -> None:
    ana = make.user()
    make.user("Not told")
    follows = Follows(notifies=True, raises=True, team_id=desk.id)
    promised(after_warning=Follows(), after_breach=follows)
    made = make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, made.id, by=ana)

    clock.advance(hours=1)
    scheduling.escalate_what_is_due(runtime)

    found = look.at(made)
    assert (found.team_id, found.priority) == (desk.id, Priority.HIGH)
    with runtime.reading() as session:
        told = session.scalars(
            select(Notification.user_id).where(Notification.kind == NotificationKind.PROMISE_BROKEN)
        ).all()
    assert sorted(told) == sorted([ana.id, rosa.id])


def test_a_priority_is_never_raised_to_urgent(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock, look: Looked
) -> None:
    raising = Follows(raises=True)
    promised(after_warning=raising, after_breach=raising, resolution=HOUR * 2)
    made = make.conversation()

    for _ in range(8):
        clock.advance(minutes=30)
        scheduling.escalate_what_is_due(runtime)

    assert look.at(made).priority is Priority.HIGH


def test_a_hundred_overdue_in_one_second_are_all_handled_in_one_round(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised(after_breach=Follows(notifies=True))
    account = make.account()
    make.received(account, [incoming(sent_at=clock.at) for _ in range(100)])

    clock.advance(hours=1)
    scheduling.escalate_what_is_due(runtime)

    with runtime.reading() as session:
        breached = session.scalar(
            select(func.count(Event.id)).where(Event.name == "promise.breached")
        )
        told = session.scalar(select(func.count(Notification.id)))
    assert (breached, told) == (100, 100)


def test_two_schedulers_take_a_step_once(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised()
    made = [make.conversation() for _ in range(5)]
    clock.advance(hours=1)
    with runtime.reading() as session:
        handfuls = escalating.due(session)
    both = threading.Barrier(2)

    def take() -> None:
        both.wait()
        for due in handfuls:
            with runtime.writing() as session:
                escalating.take_steps(session, due)

    threads = [threading.Thread(target=take) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert [_happened(runtime, one) for one in made] == [["promise.breached"]] * 5


def test_a_scheduler_that_dies_before_it_commits_has_done_nothing_and_the_next_does_all(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised()
    made = make.conversation()
    clock.advance(hours=1)

    with runtime.reading() as session:
        escalating.take_steps(session, [made.id])
        session.flush()
    assert _happened(runtime, made) == []

    scheduling.escalate_what_is_due(runtime)
    assert _happened(runtime, made) == ["promise.breached"]
