"""Is a muted person heard less on the desk, and lost nowhere?"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from connectors.pages import Author
from inbox import (
    acts,
    conversations,
    desk_views,
    mute_times,
    muting,
    priority,
    queues,
    reasons,
    scheduling,
    undoing,
    views,
    waits,
)
from inbox.models import Account, Conversation, Event, Mute, Priority, Status, User
from inbox.reports import counting
from inbox.runtime import Runtime
from inbox.snoozing import AlreadyPast
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.making import Make

LOUD = Author(external_id="loud", name="Loud One")


def _mute(
    runtime: Runtime,
    conversation: Conversation,
    by: User,
    until: datetime | None = None,
    reason: str = "Forty insults a day",
) -> None:
    with runtime.writing() as session:
        muting.mute(session, conversation.id, reason=reason, until=until, by=by)


def _unmute(runtime: Runtime, conversation: Conversation, by: User) -> None:
    with runtime.writing() as session:
        muting.unmute(session, conversation.id, by=by)


def _undo(runtime: Runtime, by: User) -> None:
    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, by)[0].batch, by=by)


def _now(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.writing() as session:
        return conversations.locked(session, conversation.id)


def _events(runtime: Runtime, conversation: Conversation) -> list[str]:
    with runtime.reading() as session:
        of_this = select(Event.name).where(Event.conversation_id == conversation.id)
        return list(session.scalars(of_this.order_by(Event.id)))


def _listed(runtime: Runtime, mark: str, user: User, limit: int = 50) -> list[int]:
    found, after = [], None
    while True:
        with runtime.reading() as session:
            view = desk_views.find(session, mark, user)
            page = queues.page(session, view, user, after=after, limit=limit)
        found += [one.id for one in page.rows]
        after = page.next
        if after is None:
            return found


def _of_loud(make: Make, account: Account, at: datetime) -> Conversation:
    return make.conversation(account, author=LOUD, sent_at=at)


def test_what_a_muted_person_asked_stands_last_and_waits_and_counts_as_before(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    loud = _of_loud(make, account, clock.at - timedelta(hours=2))
    others = [make.conversation(account, sent_at=clock.at) for _ in range(2)]

    _mute(runtime, loud, ana)

    assert _listed(runtime, "open", ana, limit=1) == [others[0].id, others[1].id, loud.id]
    with runtime.reading() as session:
        counts = queues.counts(session, ana)
        wait = waits.unended(session, loud.id)
        total = counting.total(session, today(clock))
    assert (counts["open"], counts["unassigned"], counts["muted"]) == (3, 3, 1)
    assert wait is not None
    assert total.waiting_longest == timedelta(hours=2)


def test_new_words_of_a_muted_person_arrive_open_a_wait_and_are_muted_too(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    _mute(runtime, _of_loud(make, account, clock.at), ana)

    new = _of_loud(make, account, clock.at)

    assert _now(runtime, new).is_quiet
    assert _now(runtime, new).status is Status.OPEN
    with runtime.reading() as session:
        assert waits.unended(session, new.id) is not None
    assert not _now(runtime, make.conversation(account)).is_muted


def test_what_is_urgent_is_never_quiet(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana, account = make.user(), make.account()
    other = make.conversation(account, sent_at=clock.at - timedelta(hours=1))
    loud = _of_loud(make, account, clock.at)
    _mute(runtime, loud, ana)

    with runtime.writing() as session:
        priority.change(session, loud.id, to=Priority.URGENT, by=ana)

    assert _listed(runtime, "open", ana) == [loud.id, other.id]
    assert not _now(runtime, loud).is_quiet
    assert _listed(runtime, "urgent", ana) == [loud.id]


def test_every_open_conversation_of_the_person_keeps_the_mute_and_its_end_on_record(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    one, two = _of_loud(make, account, clock.at), _of_loud(make, account, clock.at)

    _mute(runtime, one, ana)
    assert (_now(runtime, one).is_muted, _now(runtime, two).is_muted) == (True, True)
    _unmute(runtime, two, ana)

    assert (_now(runtime, one).is_muted, _now(runtime, two).is_muted) == (False, False)
    for conversation in (one, two):
        assert _events(runtime, conversation)[-2:] == ["contact.muted", "contact.unmuted"]


def test_a_mute_ends_when_its_time_has_come_and_not_before(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    _mute(runtime, conversation, ana, clock.at + timedelta(hours=1))

    clock.advance(minutes=59)
    scheduling.unmute_what_is_due(runtime)
    assert _now(runtime, conversation).is_muted

    clock.advance(minutes=1)
    scheduling.unmute_what_is_due(runtime)
    assert not _now(runtime, conversation).is_muted
    assert _events(runtime, conversation)[-1] == "contact.unmuted"


def test_the_slower_of_two_people_is_told_who_muted_already(make: Make, runtime: Runtime) -> None:
    dana, ben, conversation = make.user("Dana Whitfield"), make.user("Ben"), make.conversation()
    _mute(runtime, conversation, dana)

    with pytest.raises(muting.AlreadyMuted, match="Dana muted this person already"):
        _mute(runtime, conversation, ben)


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [(" \n ", reasons.ReasonNeeded), ("x" * 501, reasons.ReasonTooLong)],
    ids=["none", "too long"],
)
def test_a_mute_needs_a_reason(
    make: Make, runtime: Runtime, reason: str, refusal: type[Exception]
) -> None:
    ana, conversation = make.user(), make.conversation()

    with pytest.raises(refusal):
        _mute(runtime, conversation, ana, reason=reason)


def test_an_end_that_has_passed_and_somebody_without_a_name_are_refused(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()

    with pytest.raises(AlreadyPast):
        _mute(runtime, make.conversation(account), ana, clock.at)
    with pytest.raises(muting.NobodyToMute):
        _mute(runtime, make.conversation(account, author=None), ana)


def test_undone_the_person_is_heard_as_before_in_every_conversation(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    one, two = _of_loud(make, account, clock.at), _of_loud(make, account, clock.at)
    _mute(runtime, one, ana)

    _undo(runtime, ana)

    assert (_now(runtime, one).is_muted, _now(runtime, two).is_muted) == (False, False)
    assert _events(runtime, one)[-1] == "conversation.undone"
    assert _events(runtime, two)[-1] == "contact.unmuted"


def test_an_undone_unmute_brings_back_its_reason_and_its_end(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    dana, ana, conversation = make.user("Dana"), make.user(), make.conversation()
    until = clock.at + timedelta(days=3)
    _mute(runtime, conversation, dana, until)
    _unmute(runtime, conversation, ana)

    _undo(runtime, ana)

    with runtime.reading() as session:
        mute = session.scalars(select(Mute)).one()
    assert (mute.user_id, mute.reason, mute.until) == (dana.id, "Forty insults a day", until)
    assert _now(runtime, conversation).is_muted


def test_a_mute_that_another_set_anew_elsewhere_is_not_undone(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, dana, account = make.user(), make.user("Dana"), make.account()
    one, two = _of_loud(make, account, clock.at), _of_loud(make, account, clock.at)
    _mute(runtime, one, dana)
    _unmute(runtime, one, ana)
    with runtime.writing() as session:
        session.execute(
            Conversation.__table__.update()
            .where(Conversation.id == one.id)
            .values(status=Status.RESOLVED)
        )
    _mute(runtime, two, dana, reason="Again")

    with pytest.raises(muting.MuteChangedSince):
        _undo(runtime, ana)


def test_a_filter_asks_for_the_muted_or_for_all_others(make: Make, runtime: Runtime) -> None:
    ana, account = make.user(), make.account()
    quiet, other = make.conversation(account), make.conversation(account)
    _mute(runtime, quiet, ana)

    assert _listed(runtime, "filter?muted=yes", ana) == [quiet.id]
    assert _listed(runtime, "filter?muted=no", ana) == [other.id]


def test_the_usual_ends_are_the_departments_days_and_none_at_all() -> None:
    now = datetime(2026, 11, 27, 22, 0, tzinfo=ZoneInfo("America/Denver"))

    offered = {one.key: one.until for one in mute_times.choices(now, ZoneInfo("America/Denver"))}

    assert list(offered) == ["tomorrow", "monday", "week", "month", "notice"]
    assert offered["monday"] == datetime(2026, 11, 30, 8, 0, tzinfo=ZoneInfo("America/Denver"))
    assert offered["notice"] is None
    assert views.find("muted").as_filter == "muted=yes"
