"""Do two conversations of a person become one, with nothing lost and nobody waiting unseen?"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from connectors.pages import Author
from connectors.words import Audience, Kind
from inbox import (
    acts,
    assignment,
    conversations,
    merging,
    muting,
    notes,
    priority,
    queues,
    reminding,
    scheduling,
    snoozing,
    standing,
    status,
    tagging,
    threads,
    undoing,
    waits,
)
from inbox.conversations import WasMerged
from inbox.models import (
    Account,
    Conversation,
    Delivery,
    Event,
    Message,
    Notification,
    Priority,
    Reminder,
    Status,
    User,
    Wait,
    WaitEnd,
)
from inbox.outbox import claiming
from inbox.reports import counting
from inbox.runtime import Runtime
from inbox.undoing import ChangedSince
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

MARIA = Author(external_id="maria", name="Maria Lopez")


def _of_maria(make: Make, account: Account, at: datetime, **given: object) -> Conversation:
    return make.conversation(account, author=MARIA, sent_at=at, **given)


def _merge(runtime: Runtime, source: Conversation, goal: Conversation, by: User) -> None:
    with runtime.writing() as session:
        merging.merge(session, source.id, into=goal.id, by=by)


def _undo(runtime: Runtime, by: User) -> None:
    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, by)[0].batch, by=by)


def _now(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.writing() as session:
        return conversations.locked_even_merged(session, conversation.id)


def _running(runtime: Runtime) -> list[Wait]:
    with runtime.reading() as session:
        return list(session.scalars(select(Wait).where(Wait.ended_at.is_(None)).order_by(Wait.id)))


def _events(runtime: Runtime, conversation: Conversation) -> list[str]:
    with runtime.reading() as session:
        of_this = select(Event.name).where(Event.conversation_id == conversation.id)
        return list(session.scalars(of_this.order_by(Event.id)))


def test_the_goal_shows_all_that_was_said_with_numbers_and_captures_as_they_were(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    early, late = _of_maria(make, account, clock.at), _of_maria(make, account, clock.at)
    before = {one.id: one.capture_id for it in (early, late) for one in make.messages(it)}
    with runtime.writing() as session:
        notes.write(session, late.id, "She called, too.", by=ana)
        tagging.add(session, late.id, "road", by=ana)

    _merge(runtime, late, early, ana)

    assert {one.id: one.capture_id for one in make.messages(early)} == before
    assert make.messages(late) == []
    with runtime.reading() as session:
        opened = threads.open(session, early.id)
        assert [it.note.text for it in opened.items if it.note] == ["She called, too."]
        lines = [it.event.name for it in opened.items if it.event]
        assert sorted(lines) == ["conversation.tagged", "conversation.took_in"]
        assert queues.counts(session, ana)["open"] == 1
    assert _now(runtime, late).merged_into_id == early.id
    assert _events(runtime, late)[-1] == "conversation.merged"
    assert _events(runtime, early)[-1] == "conversation.took_in"


@pytest.mark.parametrize("earlier_is_merged", [True, False], ids=["into the later", "the later"])
def test_the_earliest_wait_runs_on_and_one_person_counts_once(
    make: Make, runtime: Runtime, clock: SetClock, *, earlier_is_merged: bool
) -> None:
    ana, account = make.user(), make.account()
    early = _of_maria(make, account, clock.at - timedelta(hours=3))
    late = _of_maria(make, account, clock.at - timedelta(hours=1))
    source, goal = (early, late) if earlier_is_merged else (late, early)

    _merge(runtime, source, goal, ana)

    [wait] = _running(runtime)
    assert (wait.conversation_id, wait.started_at) == (goal.id, clock.at - timedelta(hours=3))
    assert _now(runtime, goal).waiting_since == wait.started_at
    with runtime.reading() as session:
        total = counting.total(session, today(clock))
    assert (total.count, total.waiting, total.waiting_longest) == (1, 1, timedelta(hours=3))


def test_somebody_who_waits_for_a_first_answer_stays_among_them(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    old = _of_maria(make, account, clock.at - timedelta(hours=9))
    asked = incoming(thread_id=old.thread_id)
    make.received(account, [native_answer(asked, sent_at=clock.at - timedelta(hours=8))])
    again = clock.at - timedelta(hours=2)
    make.received(account, [incoming(thread_id=old.thread_id, author=MARIA, sent_at=again)])
    new = _of_maria(make, account, clock.at - timedelta(hours=1))

    _merge(runtime, new, old, ana)

    with runtime.reading() as session:
        total = counting.total(session, today(clock))
    assert (total.waiting, total.waiting_longest) == (1, timedelta(hours=2))


def test_a_waiting_person_brings_a_resolved_goal_back_and_keeps_urgency_tags_and_owner(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal, source = _of_maria(make, account, clock.at), _of_maria(make, account, clock.at)
    with runtime.writing() as session:
        status.resolve(session, goal.id, by=ana, reason="thanks")
        priority.change(session, source.id, to=Priority.URGENT, by=ana)
        tagging.add(session, source.id, "road", by=ana)
        assignment.claim(session, source.id, by=ana)

    _merge(runtime, source, goal, ana)

    now = _now(runtime, goal)
    assert (now.status, now.priority, now.assignee_id) == (Status.OPEN, Priority.URGENT, ana.id)
    assert [tag.name for tag in now.tags] == ["road"]
    assert now.waiting_since == clock.at


def test_later_words_of_its_thread_land_in_the_goal_also_when_that_is_merged_on(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    one, two, three = (_of_maria(make, account, clock.at) for _ in range(3))
    _merge(runtime, one, two, ana)
    _merge(runtime, two, three, ana)

    clock.advance(minutes=1)
    words = [
        incoming(thread_id=it.thread_id, author=MARIA, sent_at=clock.at) for it in (one, two, three)
    ]
    make.received(account, words)

    assert len(make.messages(three)) == 6
    homes = {it.external_id: it.home_id for it in make.messages(three)}
    assert [homes[it.external_id] for it in words] == [one.id, two.id, None]
    assert _now(runtime, one).merged_into_id == three.id
    assert len(_running(runtime)) == 1


def test_a_reply_goes_to_the_platform_thread_of_the_message_that_it_answers(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal = _of_maria(make, account, clock.at)
    source = _of_maria(make, account, clock.at - timedelta(minutes=5))
    _merge(runtime, source, goal, ana)
    [theirs, ours] = make.messages(goal)

    to_source = make.reply(goal, ana, reply_to_message_id=theirs.id)
    to_goal = make.reply(goal, ana, reply_to_message_id=ours.id)

    clock.advance(minutes=5)
    for delivery, thread in ((to_source, source), (to_goal, goal)):
        claim = claiming.claim_to_send(runtime, delivery.id)
        assert claim is not None
        assert (claim.reply.thread_id, claim.reply.reply_to) == (thread.thread_id, thread.thread_id)


def test_an_answer_of_ours_that_a_poll_reads_in_the_old_thread_is_recognised(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal = _of_maria(make, account, clock.at)
    source = _of_maria(make, account, clock.at - timedelta(minutes=5))
    _merge(runtime, source, goal, ana)
    [theirs, _] = make.messages(goal)
    delivery = make.reply(goal, ana, reply_to_message_id=theirs.id, text="It opens at six.")
    clock.advance(minutes=1)
    assert claiming.claim_to_send(runtime, delivery.id)

    seen = native_answer(incoming(thread_id=source.thread_id), sent_at=clock.at)
    make.received(account, [seen])

    with runtime.reading() as session:
        settled = session.get_one(Delivery, delivery.id)
        message = session.get_one(Message, delivery.message_id)
    assert (settled.state.value, message.external_id) == ("sent", seen.external_id)
    assert len(make.messages(goal)) == 3
    assert _running(runtime) == []


def test_an_answer_from_before_the_merge_has_not_answered_what_comes_late_from_another_thread(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal, source = _of_maria(make, account, clock.at), _of_maria(make, account, clock.at)
    answered_at = clock.at + timedelta(minutes=1)
    for one in (goal, source):
        answer = native_answer(incoming(thread_id=one.thread_id), sent_at=answered_at)
        make.received(account, [answer])
    clock.advance(minutes=10)
    again = native_answer(incoming(thread_id=goal.thread_id), sent_at=clock.at)
    make.received(account, [again])
    _merge(runtime, source, goal, ana)

    asked_at = clock.at - timedelta(minutes=5)
    make.received(account, [incoming(thread_id=source.thread_id, author=MARIA, sent_at=asked_at)])

    [wait] = _running(runtime)
    assert (wait.conversation_id, wait.started_at) == (goal.id, asked_at)


def test_whoever_comes_second_is_told_who_merged_it_whatever_they_do(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    dana, ben, account = make.user("Dana Whitfield"), make.user("Ben"), make.account()
    goal, source = _of_maria(make, account, clock.at), _of_maria(make, account, clock.at)
    _merge(runtime, source, goal, dana)

    with pytest.raises(WasMerged, match="Dana merged this into another"):
        _merge(runtime, source, goal, ben)
    with pytest.raises(WasMerged, match="Dana"):
        _merge(runtime, goal, source, ben)
    with pytest.raises(WasMerged, match="Dana"), runtime.writing() as session:
        assignment.claim(session, source.id, by=ben)
    with pytest.raises(WasMerged, match="Dana"):
        make.reply(source, ben)


def test_only_one_person_on_one_account_and_for_one_audience_is_merged(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    maria = _of_maria(make, account, clock.at)
    private = _of_maria(make, account, clock.at, kind=Kind.DIRECT_MESSAGE, contact=MARIA, post=None)
    elsewhere = _of_maria(make, make.account(), clock.at)

    for other in (make.conversation(account), elsewhere):
        with pytest.raises(merging.OtherPerson):
            _merge(runtime, other, maria, ana)
    with pytest.raises(merging.OtherAudience, match="in public what was asked in private"):
        _merge(runtime, private, maria, ana)
    with pytest.raises(merging.SameConversation):
        _merge(runtime, maria, maria, ana)


def test_nothing_is_merged_while_a_reply_is_on_its_way(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal, source = _of_maria(make, account, clock.at), _of_maria(make, account, clock.at)
    make.reply(source, ana, audience=Audience.PUBLIC)

    with pytest.raises(merging.StillUnderWay):
        _merge(runtime, source, goal, ana)


def test_undone_both_stand_and_wait_exactly_as_before_and_later_words_come_home(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal = _of_maria(make, account, clock.at - timedelta(hours=1))
    source = _of_maria(make, account, clock.at)
    with runtime.writing() as session:
        tagging.add(session, source.id, "road", by=ana)
    before = [standing.of(_now(runtime, one)) for one in (source, goal)]
    _merge(runtime, source, goal, ana)

    _undo(runtime, ana)

    assert [standing.of(_now(runtime, one)) for one in (source, goal)] == before
    assert _now(runtime, goal).tags == []
    assert [it.home_id for it in (*make.messages(source), *make.messages(goal))] == [None, None]
    assert [(it.conversation_id, it.is_first) for it in _running(runtime)] == [
        (goal.id, True),
        (source.id, True),
    ]
    assert _events(runtime, source)[-1] == "conversation.parted"
    clock.advance(minutes=1)
    make.received(account, [incoming(thread_id=source.thread_id, sent_at=clock.at)])
    assert len(make.messages(source)) == 2


def test_undone_a_reminder_and_what_people_were_told_lead_where_they_did(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, ben, account = make.user(), make.user("Ben Ortiz"), make.account()
    goal = _of_maria(make, account, clock.at - timedelta(hours=1))
    source = _of_maria(make, account, clock.at)
    with runtime.writing() as session:
        reminding.remind(session, source.id, at=clock.at + timedelta(hours=1), by=ana)
        assignment.assign(session, source.id, to=ben, by=ana)
    _merge(runtime, source, goal, ana)

    _undo(runtime, ana)

    with runtime.reading() as session:
        assert session.scalars(select(Reminder.conversation_id)).all() == [source.id]
        assert session.scalars(select(Notification.conversation_id)).all() == [source.id]


def test_a_merge_on_which_something_rests_is_not_undone(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal, source = _of_maria(make, account, clock.at), _of_maria(make, account, clock.at)
    _merge(runtime, source, goal, ana)
    make.received(account, [incoming(thread_id=source.thread_id, sent_at=clock.at)])

    with pytest.raises(ChangedSince):
        _undo(runtime, ana)

    assert _now(runtime, source).merged_into_id == goal.id


def test_a_resolve_undone_after_a_merge_leaves_the_merged_question_waiting(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal = _of_maria(make, account, clock.at - timedelta(hours=2))
    source = _of_maria(make, account, clock.at - timedelta(hours=1))
    answered = native_answer(incoming(thread_id=goal.thread_id), sent_at=clock.at)
    make.received(account, [answered])
    _merge(runtime, source, goal, ana)
    with runtime.writing() as session:
        status.resolve(session, goal.id, by=ana, reason="thanks")

    _undo(runtime, ana)

    [wait] = _running(runtime)
    assert (wait.conversation_id, wait.started_at) == (goal.id, clock.at - timedelta(hours=1))
    with runtime.reading() as session:
        ended = session.scalars(select(Wait.end).where(Wait.ended_at.is_not(None))).all()
        assert ended == [WaitEnd.ANSWERED]
        assert waits.unended(session, source.id) is None


def test_what_was_merged_while_it_slept_or_was_muted_holds_up_no_scheduler(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    goal, source = _of_maria(make, account, clock.at), _of_maria(make, account, clock.at)
    in_an_hour = clock.at + timedelta(hours=1)
    with runtime.writing() as session:
        snoozing.snooze(session, source.id, until=in_an_hour, by=ana)
        muting.mute(session, source.id, reason="Insults", until=in_an_hour, by=ana)
    clock.advance(hours=2)
    with runtime.reading() as session:
        due = snoozing.due(session)
    _merge(runtime, source, goal, ana)

    with runtime.writing() as session:
        snoozing.wake_due(session, due)
    scheduling.unmute_what_is_due(runtime)

    assert due == [source.id]
    assert _now(runtime, source).status is Status.RESOLVED
    assert not _now(runtime, goal).is_muted
