from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from connectors.words import Direction, Platform
from inbox import assignment, queues, status, views
from inbox.models import Conversation, Priority, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make


def _walked(runtime: Runtime, key: str, user: User, limit: int = 3) -> list[int]:
    """Every id of a view, page by page."""
    found, after = [], None
    while True:
        with runtime.reading() as session:
            page = queues.page(session, views.find(key), user, after=after, limit=limit)
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            return found


def test_whoever_waits_longest_comes_first(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana, account = make.user(), make.account()
    late = make.conversation(account, sent_at=clock.at)
    early = make.conversation(account, sent_at=clock.at - timedelta(hours=1))

    assert _walked(runtime, "open", ana) == [early.id, late.id]


def test_urgent_ones_come_before_everyone(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana, account = make.user(), make.account()
    waiting = make.conversation(account, sent_at=clock.at - timedelta(hours=1))
    urgent = make.conversation(account, sent_at=clock.at)
    with runtime.writing() as session:
        session.execute(
            update(Conversation)
            .where(Conversation.id == urgent.id)
            .values(priority=Priority.URGENT)
        )

    assert _walked(runtime, "open", ana) == [urgent.id, waiting.id]


def test_pages_follow_each_other_without_gap_or_repeat(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    items = [incoming(sent_at=clock.at - timedelta(minutes=number % 4)) for number in range(10)]
    make.received(account, items)

    whole = _walked(runtime, "open", ana, limit=100)

    assert _walked(runtime, "open", ana, limit=3) == whole
    assert len(set(whole)) == 10


def test_resolved_ones_come_newest_first_and_page_too(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    made = [make.conversation(account) for _ in range(5)]
    for conversation in made:
        clock.advance(minutes=1)
        with runtime.writing() as session:
            status.resolve(session, conversation.id, by=ana, reason="thanks")

    assert _walked(runtime, "resolved", ana, limit=2) == [one.id for one in reversed(made)]


def test_counts_and_belonging_agree_with_the_lists(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    # What ends soon is told by the machine's clock.
    clock.at = datetime.now(UTC)
    ana, ben = make.user("Ana"), make.user("Ben")
    page, handle = make.account(), make.account("x", Platform.X)
    mine, free, bens = make.conversation(page), make.conversation(handle), make.conversation(page)
    with runtime.writing() as session:
        assignment.claim(session, mine.id, by=ana)
        assignment.claim(session, bens.id, by=ben)

    with runtime.reading() as session:
        counts = queues.counts(session, ana)
        belonging = queues.belonging(session, [mine.id, free.id, bens.id], ana)

    assert belonging[mine.id] == {"open", "mine", "facebook"}
    assert belonging[free.id] == {"open", "unassigned", "x"}
    assert belonging[bens.id] == {"open", "facebook"}
    for key, count in counts.items():
        assert len(_walked(runtime, key, ana)) == count
        assert sum(key in keys for keys in belonging.values()) == count


@pytest.mark.parametrize("mark", ["x", "1_2_3", "1_2026-01-01_", "___", "1_9999_1_1"])
def test_a_garbled_page_mark_is_refused_in_words(make: Make, runtime: Runtime, mark: str) -> None:
    ana = make.user()

    with pytest.raises(queues.BadPlace, match="first page"), runtime.reading() as session:
        queues.page(session, views.find("open"), ana, after=mark)


def test_an_unknown_view_is_said_to_be_unknown() -> None:
    with pytest.raises(views.NoSuchView, match="no view called nonsense"):
        views.find("nonsense")


def test_conversations_where_nobody_waits_stay_open_below_the_others(
    make: Make, runtime: Runtime
) -> None:
    ana, account = make.user(), make.account()
    answered = make.conversation(account)
    make.received(
        account,
        [
            incoming(
                thread_id=answered.thread_id,
                direction=Direction.OUT,
                author=None,
                sent_at=answered.active_at + timedelta(minutes=1),
            )
        ],
    )
    waiting = make.conversation(account)

    assert _walked(runtime, "open", ana) == [waiting.id, answered.id]
