"""Does a wall count what the desk and the reports count, and nothing else?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from connectors.pages import PostSeen
from connectors.words import Kind
from inbox import (
    assignment,
    away,
    desk_views,
    live_log,
    priority,
    queues,
    snoozing,
    triage_groups,
    views,
    wall,
)
from inbox.models import Account, Priority, Role, User
from inbox.promises import policies
from inbox.promises.wanting import Wanted
from inbox.reports import counting
from inbox.runtime import Runtime
from inbox.triage_groups import Group
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.incoming import incoming
from tests.factories.making import Make

Waiting = Callable[[int], int]


@pytest.fixture
def rosa(make: Make) -> User:
    return make.user("Rosa Diaz", role=Role.SUPERVISOR)


@pytest.fixture
def account(make: Make, runtime: Runtime, rosa: User, clock: SetClock) -> Account:
    """An account whose people are promised a first answer within an hour, since yesterday."""
    # What is overdue is told by the time that it really is.
    clock.at = datetime.now(UTC) - timedelta(days=1)
    hour = Wanted(name="Everyone", first_response=timedelta(hours=1), is_staffed=False)
    with runtime.writing() as session:
        policies.add(session, hour, by=rosa)
    account = make.account()
    clock.advance(days=1)
    return account


@pytest.fixture
def waiting(make: Make, account: Account, clock: SetClock) -> Waiting:
    """Lets somebody wait since some minutes ago."""

    def wait(minutes: int) -> int:
        sent = clock.at - timedelta(minutes=minutes)
        return make.conversation(account, sent_at=sent).id

    return wait


@pytest.fixture
def busy(runtime: Runtime, rosa: User, waiting: Waiting, clock: SetClock) -> None:
    """Another number of everything that is counted."""
    urgent = [waiting(70), waiting(4), waiting(3)]
    mine = [urgent[0], waiting(95), waiting(55), waiting(2)]
    for minutes in (90, 80, 75, 50, 1):
        waiting(minutes)
    asleep = waiting(300)
    with runtime.writing() as session:
        for number in urgent:
            priority.change(session, number, to=Priority.URGENT, by=rosa)
        for number in mine:
            assignment.claim(session, number, by=rosa)
        snoozing.snooze(session, asleep, until=clock.at + timedelta(days=1), by=rosa)


@pytest.mark.usefixtures("busy")
def test_it_counts_what_the_desk_counts_and_what_its_lists_show(
    runtime: Runtime, rosa: User, clock: SetClock
) -> None:
    with runtime.reading() as session:
        counted = wall.figures(session, None)
        rail = queues.counts(session, rosa)
        heads = desk_views.counted(session, rosa, ["open"], ())
        parts = queues.counts(session, rosa, heads)
        rows = {
            key: queues.page(session, views.find(key), rosa).rows
            for key in ("urgent", "overdue", "open", "unassigned")
        }

    assert (counted.urgent, counted.overdue, counted.unassigned) == (3, 5, 7)
    assert (counted.urgent_unassigned, counted.due_soon) == (2, 2)
    for key in ("urgent", "overdue", "unassigned"):
        assert getattr(counted, key) == rail[key] == len(rows[key])
    assert counted.due_soon == parts[f"open#{Group.SOON}"]
    shown = dict(triage_groups.grouped(rows["open"], clock.at))
    assert counted.due_soon == len(shown[Group.SOON])
    assert counted.urgent_unassigned == len([one for one in rows["urgent"] if not one.assignee])


@pytest.mark.usefixtures("busy")
def test_who_waits_and_since_when_is_what_reports_say(runtime: Runtime, clock: SetClock) -> None:
    with runtime.reading() as session:
        counted = wall.figures(session, None)
        report = counting.total(session, today(clock, days=3))

    assert counted.waiting == report.waiting == 12
    assert counted.waiting_since is not None
    assert clock.at - counted.waiting_since == report.waiting_longest == timedelta(minutes=300)


def test_where_nobody_waits_there_is_no_oldest(runtime: Runtime) -> None:
    with runtime.reading() as session:
        counted = wall.figures(session, None)

    assert (counted.waiting, counted.waiting_since) == (0, None)


def test_comments_a_minute_are_those_of_the_live_screens_while_something_is_on_the_air(
    make: Make, account: Account, runtime: Runtime, clock: SetClock
) -> None:
    with runtime.reading() as session:
        assert wall.figures(session, None).a_minute is None
    posts = [make.broadcast(account, f"post-{number}") for number in (1, 2)]
    for post, count in zip(posts, (3, 2), strict=True):
        under = PostSeen(external_id=post.external_id, text=post.text)
        said = [
            incoming(kind=Kind.LIVE_COMMENT, sent_at=clock.at, post=under) for _ in range(count)
        ]
        make.received(account, said)

    with runtime.reading() as session:
        each = [live_log.figures(session, post.id).a_minute for post in posts]
        assert wall.figures(session, None).a_minute == sum(each) == 5
    clock.advance(minutes=2)
    with runtime.reading() as session:
        assert wall.figures(session, None).a_minute == 0


def test_names_are_of_those_who_are_there_and_did_not_say_that_they_are_away(
    make: Make, runtime: Runtime
) -> None:
    ana, cleo, ben = (make.user(name) for name in ("Ana Lopez", "Cleo Park", "Ben Ortiz"))
    gone = make.user("Dan Roe")
    with runtime.writing() as session:
        session.get_one(User, gone.id).is_active = False
        away.go_away(session, session.get_one(User, cleo.id))

    with runtime.reading() as session:
        there = wall.figures(session, {ben.id, ana.id, cleo.id, gone.id, 999_999})
        nobody, unknown = wall.figures(session, set()), wall.figures(session, None)

    assert there.at_desk == ("Ana Lopez", "Ben Ortiz")
    assert (nobody.at_desk, unknown.at_desk) == ((), None)
