from __future__ import annotations

import pytest
from sqlalchemy import select

from inbox import priority, queues, triage_groups, views
from inbox.models import Conversation, Event, Priority, User
from inbox.runtime import Runtime
from inbox.triage_groups import Group
from tests.clocks import SetClock
from tests.factories.making import Make


def _change(
    runtime: Runtime, conversation: Conversation, to: Priority, by: User, reason: str = ""
) -> Conversation:
    with runtime.writing() as session:
        return priority.change(session, conversation.id, to=to, by=by, reason=reason)


def test_an_urgent_conversation_comes_before_those_that_wait_longer(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    longest = make.conversation(account)
    clock.advance(minutes=5)
    at_risk = make.conversation(account)

    _change(runtime, at_risk, Priority.URGENT, ana)

    with runtime.reading() as session:
        rows = queues.page(session, views.find("open"), ana).rows
        counts = queues.counts(session, ana)
    heads = triage_groups.grouped(rows, clock.at)
    groups = [(group, [one.id for one in members]) for group, members in heads]
    assert groups == [(Group.URGENT, [at_risk.id]), (Group.WAITING, [longest.id])]
    assert counts["urgent"] == 1


def test_lifting_urgent_asks_why_and_keeps_the_reason(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    _change(runtime, conversation, Priority.URGENT, ana)

    with pytest.raises(priority.ReasonNeeded, match="no longer urgent"):
        _change(runtime, conversation, Priority.NORMAL, ana, reason="  ")
    lifted = _change(runtime, conversation, Priority.NORMAL, ana, reason="Found safe at home")

    assert lifted.priority is Priority.NORMAL
    with runtime.reading() as session:
        told = session.scalars(
            select(Event.data).where(Event.name == "conversation.prioritised").order_by(Event.id)
        ).all()
    assert [one["after"] for one in told] == ["urgent", "normal"]
    assert told[-1]["reason"] == "Found safe at home"


def test_a_reason_of_a_megabyte_is_refused_in_words(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    _change(runtime, conversation, Priority.URGENT, ana)

    with pytest.raises(priority.ReasonTooLong, match="as a note"):
        _change(runtime, conversation, Priority.LOW, ana, reason="a" * 1_000_000)


def test_setting_what_is_set_already_changes_nothing(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()

    same = _change(runtime, conversation, Priority.NORMAL, ana)

    assert same.version == conversation.version
