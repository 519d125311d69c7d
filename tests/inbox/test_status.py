from __future__ import annotations

import pytest

from inbox import conversations, status, waits
from inbox.models import Status, WaitEnd
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make


def test_resolving_while_somebody_waits_asks_why(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()

    with pytest.raises(status.ReasonNeeded), runtime.writing() as session:
        status.resolve(session, conversation.id, by=ana)


def test_a_reason_ends_the_wait_without_an_answer(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, conversation = make.user(), make.conversation()
    clock.advance(minutes=4)

    with runtime.writing() as session:
        wait = waits.unended(session, conversation.id)
        resolved = status.resolve(session, conversation.id, by=ana, reason="thanks")

    assert resolved.status is Status.RESOLVED
    assert resolved.waiting_since is None
    assert wait is not None
    assert (wait.end, wait.reason, wait.ended_at) == (WaitEnd.NO_REPLY_NEEDED, "thanks", clock.at)


def test_reopening_puts_it_back_on_the_desk(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    with runtime.writing() as session:
        status.resolve(session, conversation.id, by=ana, reason="other")

    with runtime.writing() as session:
        status.reopen(session, conversation.id, by=ana)

    with runtime.writing() as session:
        assert conversations.locked(session, conversation.id).status is Status.OPEN


@pytest.mark.parametrize("reason", [None, "other"])
def test_resolving_waits_for_a_reply_that_is_on_its_way(
    make: Make, runtime: Runtime, reason: str | None
) -> None:
    ana, conversation = make.user(), make.conversation()
    make.reply(conversation, ana)

    with pytest.raises(status.ReplyOnItsWay, match="on its way"), runtime.writing() as session:
        status.resolve(session, conversation.id, by=ana, reason=reason)
