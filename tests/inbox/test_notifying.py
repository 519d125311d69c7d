"""Is everybody told what concerns them, once, and nobody of what they did themselves?"""

from __future__ import annotations

import pytest

from inbox import (
    assignment,
    handing_over,
    notes,
    notification_choices,
    notification_wording,
    notifying,
    queues,
    threads,
)
from inbox.models import Conversation, Notification, NotificationKind, User
from inbox.notification_choices import Choices
from inbox.runtime import Runtime
from tests.factories.making import Make


def _assign(runtime: Runtime, conversation: Conversation, to: User, by: User) -> None:
    with runtime.writing() as session:
        assignment.assign(session, conversation.id, to=to, by=by)


def _note(runtime: Runtime, conversation: Conversation, text: str, by: User) -> None:
    with runtime.writing() as session:
        notes.write(session, conversation.id, text, by=by)


def _told(runtime: Runtime, user: User) -> list[str]:
    with runtime.reading() as session:
        return [notification_wording.said(one) for one in notifying.shown(session, user)]


def _unread(runtime: Runtime, user: User) -> list[Notification]:
    with runtime.reading() as session:
        return [one for one in notifying.shown(session, user) if one.read_at is None]


def test_who_is_assigned_a_conversation_by_another_is_told_and_who_claims_is_not(
    make: Make, runtime: Runtime
) -> None:
    ana, ben, conversation = make.user(), make.user("Ben Ortiz"), make.conversation()

    with runtime.writing() as session:
        assignment.claim(session, conversation.id, by=ana)
    _assign(runtime, conversation, to=ben, by=ana)
    _assign(runtime, conversation, to=ben, by=ana)

    assert _told(runtime, ana) == []
    assert _told(runtime, ben) == ["Ana Lopez assigned a conversation to you"]


def test_each_conversation_handed_over_is_told_and_calls_in_its_note_too(
    make: Make, runtime: Runtime
) -> None:
    ana, ben, eve = make.user(), make.user("Ben Ortiz"), make.user("Eve Stone")
    ids = [make.conversation().id for _ in range(2)]
    with runtime.writing() as session:
        for one in ids:
            assignment.claim(session, one, by=ana)

    with runtime.writing() as session:
        to, by = session.merge(ben), session.merge(ana)
        handing_over.hand_over(session, ids, to=to, note="@eve knows more", by=by)

    assert _told(runtime, ben) == ["Ana Lopez assigned a conversation to you"] * 2
    assert _told(runtime, eve) == ["Ana Lopez mentioned you in a note"] * 2


def test_opening_a_conversation_reads_what_one_was_told_of_it_and_nothing_else(
    make: Make, runtime: Runtime
) -> None:
    ana, ben = make.user(), make.user("Ben Ortiz")
    first, second = make.conversation(), make.conversation()
    for one in (first, second):
        _assign(runtime, one, to=ben, by=ana)
        _note(runtime, one, "@ben look", ana)

    with runtime.writing() as session:
        threads.mark_seen(session, first.id, by=ben)

    assert {one.conversation_id for one in _unread(runtime, ben)} == {second.id}


def test_all_is_read_up_to_what_was_on_the_page(make: Make, runtime: Runtime) -> None:
    ana, ben, conversation = make.user(), make.user("Ben Ortiz"), make.conversation()
    _note(runtime, conversation, "@ben first", ana)
    seen = _unread(runtime, ben)[0].id
    _note(runtime, conversation, "@ben second", ana)

    with runtime.writing() as session:
        notifying.read_all(session, up_to=seen, by=ben)

    assert [one.id > seen for one in _unread(runtime, ben)] == [True]


def test_nobody_reads_in_anothers_name(make: Make, runtime: Runtime) -> None:
    ana, ben, conversation = make.user(), make.user("Ben Ortiz"), make.conversation()
    _note(runtime, conversation, "@ben look", ana)
    (theirs,) = _unread(runtime, ben)

    with pytest.raises(notifying.NoSuchNotification), runtime.writing() as session:
        notifying.read(session, theirs.id, by=ana)
    with runtime.writing() as session:
        notifying.read_all(session, up_to=theirs.id, by=ana)

    assert _unread(runtime, ben)


def test_what_is_not_wanted_is_neither_shown_nor_counted_and_a_mention_stays_in_its_view(
    make: Make, runtime: Runtime
) -> None:
    ana, ben, conversation = make.user(), make.user("Ben Ortiz"), make.conversation()
    wanted = frozenset(NotificationKind) - {NotificationKind.MENTION}
    for _ in range(2):
        with runtime.writing() as session:
            notification_choices.choose(session, Choices(wanted=wanted), by=ben)

    _note(runtime, conversation, "@ben look", ana)

    with runtime.reading() as session:
        standing = notifying.standing(session, ben, wanted)
        assert (standing.unread, standing.newest) == (0, None)
        assert queues.counts(session, ben)["mentions"] == 1
        assert notification_choices.of(session, ben).wanted == wanted
    assert _told(runtime, ben) == []
