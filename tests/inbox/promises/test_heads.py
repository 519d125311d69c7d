"""Under which head of the list does a conversation stand by when it is due?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.words import Direction
from inbox import desk_views, muting, priority, queues, triage_groups, view_parts, views
from inbox.models import Priority, User
from inbox.runtime import Runtime
from inbox.triage_groups import Group
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.inbox.promises.conftest import Promised

Standing = dict[Group, list[int]]


@pytest.fixture
def standing(
    make: Make, promised: Promised, runtime: Runtime, rosa: User, clock: SetClock
) -> Standing:
    """Two conversations for each head, in the order of the list; answers are due in an hour."""
    account = make.account()
    before = [make.conversation(account, sent_at=clock.at - timedelta(days=1)) for _ in range(2)]
    promised(resolution=timedelta(days=2))
    clock.advance(hours=2)

    def made(*minutes: int) -> list[int]:
        sent = [clock.at - timedelta(minutes=one) for one in minutes]
        return [make.conversation(account, sent_at=at).id for at in sent]

    found = {
        Group.URGENT: made(70, 3),
        Group.OVERDUE: made(90, 60),
        Group.SOON: made(59, 45),
        Group.LATER: made(44, 2),
        Group.WAITING: [one.id for one in before],
        Group.ANSWERED: [],
        Group.MUTED: made(80, 1),
    }
    for at in (clock.at - timedelta(minutes=50), clock.at - timedelta(seconds=1)):
        answered = make.conversation(account, sent_at=at)
        ours = {"direction": Direction.OUT, "author": None, "sent_at": clock.at}
        make.received(account, [incoming(thread_id=answered.thread_id, **ours)])
        found[Group.ANSWERED].append(answered.id)
    with runtime.writing() as session:
        for number in found[Group.URGENT]:
            priority.change(session, number, to=Priority.URGENT, by=rosa)
        for number in found[Group.MUTED]:
            muting.mute(session, number, reason="Spam", until=None, by=rosa)
    return found


def test_the_earliest_promise_comes_first_under_each_head_and_heads_count_what_they_show(
    standing: Standing, runtime: Runtime, rosa: User, clock: SetClock
) -> None:
    with runtime.reading() as session:
        rows = queues.page(session, views.find("open"), rosa).rows
        heads = view_parts.parts(views.find("open"), clock.at)
        counts = queues.counts(session, rosa, desk_views.counted(session, rosa, ["open"], heads))

    shown = {
        group: [one.id for one in members]
        for group, members in triage_groups.grouped(rows, clock.at)
    }
    assert list(shown) == list(Group)
    assert shown == standing
    assert {group: counts[f"open#{group}"] for group in Group} == dict.fromkeys(Group, 2)


def test_pages_keep_the_order_of_the_first_one_though_rows_become_due_meanwhile(
    standing: Standing, runtime: Runtime, rosa: User, clock: SetClock
) -> None:
    found: list[int] = []
    after = None
    while after or not found:
        with runtime.reading() as session:
            page = queues.page(session, views.find("open"), rosa, after=after, limit=3)
        found += [one.id for one in page.rows]
        after = page.next
        clock.advance(minutes=20)

    assert found == [number for members in standing.values() for number in members]
