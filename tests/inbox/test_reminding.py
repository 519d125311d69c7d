"""Is a person reminded once, at their moment, whatever becomes of the scheduler?"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from connectors.pages import Author
from inbox import merging, notifying, people, reminding, scheduling, timeline
from inbox.conversations import NoSuchConversation
from inbox.models import Conversation, Event, NotificationKind, Reminder, Status, User
from inbox.runtime import Runtime
from inbox.snoozing import AlreadyPast
from tests.clocks import SetClock
from tests.factories.making import Make


def _remind(
    runtime: Runtime, conversation: Conversation, by: User, at: datetime, words: str = ""
) -> Reminder:
    with runtime.writing() as session:
        return reminding.remind(session, conversation.id, at=at, words=words, by=by)


def _reminded(runtime: Runtime, user: User) -> list[str]:
    with runtime.reading() as session:
        told = notifying.shown(session, user)
        return [one.words for one in told if one.kind is NotificationKind.REMINDER]


def _tell_and_die(session: Session) -> None:
    reminding.tell_due(session, reminding.due(session))
    raise KeyboardInterrupt


def _waiting(runtime: Runtime, user: User) -> list[str]:
    with runtime.reading() as session:
        return [one.words for one in reminding.of(session, user)]


def test_a_person_alone_is_reminded_when_the_moment_has_come_and_not_before(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, ben, conversation = make.user(), make.user("Ben Ortiz"), make.conversation()
    _remind(runtime, conversation, ana, clock.at + timedelta(hours=1), " call\n back ")

    clock.advance(minutes=59)
    scheduling.remind_who_is_due(runtime)
    before = _reminded(runtime, ana)
    clock.advance(minutes=1)
    for _ in range(3):
        scheduling.remind_who_is_due(runtime)

    assert (before, _reminded(runtime, ana), _waiting(runtime, ana)) == ([], ["call back"], [])
    assert _reminded(runtime, ben) == []


def test_a_round_that_was_killed_before_its_end_reminds_with_the_next(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    _remind(runtime, conversation, ana, clock.at + timedelta(hours=1), "call back")
    clock.advance(hours=2)

    with pytest.raises(KeyboardInterrupt), runtime.writing() as session:
        _tell_and_die(session)
    killed = _reminded(runtime, ana)
    scheduling.remind_who_is_due(runtime)

    assert (killed, _reminded(runtime, ana)) == ([], ["call back"])


def test_two_schedulers_that_look_at_the_same_moment_remind_once(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    _remind(runtime, conversation, ana, clock.at + timedelta(hours=1), "call back")
    clock.advance(hours=2)
    with runtime.reading() as session:
        seen = reminding.due(session)

    for _ in range(2):
        with runtime.writing() as session:
            reminding.tell_due(session, seen)

    assert _reminded(runtime, ana) == ["call back"]


def test_nothing_about_the_conversation_changes_and_nothing_is_on_record(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()

    _remind(runtime, conversation, ana, clock.at + timedelta(hours=1))
    clock.advance(hours=2)
    scheduling.remind_who_is_due(runtime)

    with runtime.reading() as session:
        after = session.get_one(Conversation, conversation.id)
        events = session.query(Event).filter_by(conversation_id=conversation.id).all()
    assert (after.status, after.version) == (Status.OPEN, conversation.version)
    assert after.event_head == conversation.event_head
    assert all(timeline.digest_of(one) == one.digest for one in events)


def test_one_is_given_up_by_its_person_alone_and_once(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, ben, conversation = make.user(), make.user("Ben Ortiz"), make.conversation()
    made = _remind(runtime, conversation, ana, clock.at + timedelta(hours=1), "call back")

    with pytest.raises(reminding.NoSuchReminder), runtime.writing() as session:
        reminding.give_up(session, made.id, by=ben)
    with runtime.writing() as session:
        reminding.give_up(session, made.id, by=ana)
    with pytest.raises(reminding.NoSuchReminder), runtime.writing() as session:
        reminding.give_up(session, made.id, by=ana)
    clock.advance(hours=2)
    scheduling.remind_who_is_due(runtime)

    assert (_waiting(runtime, ana), _reminded(runtime, ana)) == ([], [])


def test_what_cannot_be_is_refused_in_words(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana, conversation = make.user(), make.conversation()
    later = clock.at + timedelta(hours=1)

    with pytest.raises(AlreadyPast):
        _remind(runtime, conversation, ana, clock.at)
    with pytest.raises(reminding.TooManyWords, match="holds 200 characters and this is 1,000"):
        _remind(runtime, conversation, ana, later, "x" * 1000)
    with pytest.raises(NoSuchConversation), runtime.writing() as session:
        reminding.remind(session, 999_999, at=later, by=ana)
    with runtime.writing() as session:
        for _ in range(reminding.MOST):
            reminding.remind(session, conversation.id, at=later, by=ana)
    with pytest.raises(reminding.TooManyReminders):
        _remind(runtime, conversation, ana, later)


def test_whoever_signs_in_no_more_is_not_reminded(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    _remind(runtime, conversation, ana, clock.at + timedelta(hours=1))
    with runtime.writing() as session:
        people.find(session, ana.id).is_active = False
    clock.advance(hours=2)

    scheduling.remind_who_is_due(runtime)

    assert (_waiting(runtime, ana), _reminded(runtime, ana)) == ([], [])


def test_a_reminder_of_a_conversation_that_was_merged_leads_to_where_its_words_are(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    maria = Author(external_id="maria", name="Maria Lopez")
    early, late = (make.conversation(account, author=maria) for _ in range(2))
    _remind(runtime, late, ana, clock.at + timedelta(hours=1))
    with runtime.writing() as session:
        merging.merge(session, late.id, into=early.id, by=ana)

    clock.advance(hours=1)
    scheduling.remind_who_is_due(runtime)

    with runtime.reading() as session:
        (told,) = notifying.shown(session, ana)
    assert told.conversation_id == early.id
