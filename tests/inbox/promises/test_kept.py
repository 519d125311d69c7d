"""Can it be read afterwards whether a promise was kept?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox import scheduling, status
from inbox.models import Conversation, PromiseKind, User
from inbox.promises import kept
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.inbox.promises.conftest import Promised

HOUR = timedelta(hours=1)


def _stands(runtime: Runtime, conversation: Conversation) -> dict[str, str]:
    with runtime.reading() as session:
        found = session.get_one(Conversation, conversation.id)
        newest = kept.newest(session, conversation.id)
        return {one.kind.value: kept.standing(one, found).value for one in newest}


@pytest.mark.parametrize(("after", "stands"), [(60, "kept"), (61, "missed")])
def test_an_answer_on_the_last_second_is_in_time_and_a_minute_later_is_not(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock, after: int, stands: str
) -> None:
    promised()
    account, asked = make.account(), incoming(sent_at=clock.at)
    made = make.conversation(account, external_id=asked.external_id, thread_id=asked.thread_id)

    clock.advance(minutes=after)
    make.received(account, [native_answer(asked, sent_at=clock.at)])

    assert _stands(runtime, made) == {"first_response": stands}


def test_what_runs_is_overdue_once_it_was_recorded_and_closed_without_a_reply_it_is_neither(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised(resolution=2 * HOUR)
    ana: User = make.user()
    made = make.conversation()
    clock.advance(hours=1)
    scheduling.escalate_what_is_due(runtime)
    assert _stands(runtime, made) == {"first_response": "overdue", "resolution": "running"}

    with runtime.writing() as session:
        status.resolve(session, made.id, by=ana, reason="thanks")

    assert _stands(runtime, made) == {"first_response": "closed", "resolution": "kept"}


def test_closing_that_stands_still_is_paused(
    make: Make, promised: Promised, runtime: Runtime, clock: SetClock
) -> None:
    promised(first_response=None, resolution=HOUR)
    account, asked = make.account(), incoming(sent_at=clock.at)
    made = make.conversation(account, external_id=asked.external_id, thread_id=asked.thread_id)
    clock.advance(minutes=10)
    make.received(account, [native_answer(asked, sent_at=clock.at)])

    assert _stands(runtime, made) == {PromiseKind.RESOLUTION.value: "paused"}
