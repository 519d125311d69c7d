"""Is every stream read soon when somebody asks, and no platform more often than it bears?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from connectors.errors import TryLater
from connectors.pages import Budget, Page
from connectors.registry import CONNECTORS
from connectors.words import Platform
from inbox import accounts, asking_to_check, checking_now, holding, timetable
from inbox.models import Account, AuditEvent, Cursor, Event, Lane, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make

STREAMS = CONNECTORS["facebook"].streams


@pytest.fixture
def page(make: Make, runtime: Runtime) -> Account:
    """An account whose streams were all read a while ago and are due in an hour."""
    account = make.account(streams=STREAMS)
    now = runtime.clock.now()
    with runtime.writing() as session:
        rested = {"fetched_at": now - timedelta(minutes=30), "due_at": now + timedelta(hours=1)}
        session.execute(update(Cursor).values(rested))
    return account


@pytest.fixture
def alex(make: Make) -> User:
    return make.user("Alex Reyes")


def _ask(runtime: Runtime, by: User) -> int:
    with runtime.writing() as session:
        return asking_to_check.ask(session, by=by)


def _check(runtime: Runtime, page: Account, by: User) -> dict[str, int]:
    """Ask, take it up as a worker does, and return what came of it."""
    _ask(runtime, by)
    with runtime.writing() as session:
        checking_now.have_read(session, accounts.locked(session, page.id))
    with runtime.reading() as session:
        told = select(Event.data).where(Event.name == "account.checked")
        return dict(session.scalars(told).one())


def _due(runtime: Runtime, page: Account) -> set[str]:
    with runtime.reading() as session:
        streams = timetable.streams(session, page.id)
        return {one.stream for one in streams if one.due_at <= runtime.clock.now()}


def _stream(session: Session, account: Account, name: str) -> Cursor:
    found = timetable.streams(session, account.id)
    return next(one for one in found if one.stream == name)


def _fail(runtime: Runtime, page: Account, stream: str, problem: TryLater) -> None:
    with runtime.writing() as session:
        account = accounts.locked(session, page.id)
        cursor = _stream(session, page, stream)
        timetable.after_failure(session, account, cursor.id, problem)


def test_every_stream_is_due_at_once_and_it_is_kept_who_asked(
    runtime: Runtime, page: Account, alex: User
) -> None:
    came_of_it = _check(runtime, page, alex)

    assert came_of_it == {"streams": len(STREAMS), "fresh": 0, "resting": 0}

    assert _due(runtime, page) == set(STREAMS)
    with runtime.reading() as session:
        kept = session.scalars(select(AuditEvent).where(AuditEvent.what == "account.checked")).one()
    assert (kept.who, kept.object_id) == ("Alex Reyes", page.id)


def test_whoever_reads_an_account_now_is_not_overtaken(
    runtime: Runtime, page: Account, alex: User
) -> None:
    with runtime.writing() as session:
        assert holding.claim(session, page.id, Lane.POLL, "somebody")

    _ask(runtime, alex)

    with runtime.writing() as session:
        assert holding.nudge_due(session, Lane.POLL) == []
        assert not holding.claim(session, page.id, Lane.POLL, "another")
        holding.release(session, page.id, Lane.POLL, "somebody")
        assert holding.nudge_due(session, Lane.POLL) == [page.id]


def test_what_was_read_a_moment_ago_is_not_read_again(
    runtime: Runtime, page: Account, alex: User
) -> None:
    with runtime.writing() as session:
        read = update(Cursor).where(Cursor.stream == "comments")
        session.execute(read.values(fetched_at=runtime.clock.now()))

    assert _check(runtime, page, alex) == {"streams": len(STREAMS) - 1, "fresh": 1, "resting": 0}
    assert _due(runtime, page) == set(STREAMS) - {"comments"}


def test_a_stream_that_was_not_answered_is_left_alone_until_its_next_try(
    runtime: Runtime, page: Account, alex: User
) -> None:
    _fail(runtime, page, "live", TryLater("It does not answer."))

    assert _check(runtime, page, alex) == {"streams": len(STREAMS) - 1, "fresh": 0, "resting": 1}
    assert _due(runtime, page) == set(STREAMS) - {"live"}


def test_a_platform_that_told_us_to_wait_is_left_alone_until_then(
    runtime: Runtime, page: Account, alex: User
) -> None:
    until = runtime.clock.now() + timedelta(minutes=20)
    _fail(runtime, page, "live", TryLater("Too many calls.", retry_at=until))

    assert _check(runtime, page, alex) == {"streams": 0, "fresh": 0, "resting": len(STREAMS)}
    assert _due(runtime, page) == set()


def test_streams_whose_calls_are_used_up_are_left_alone(
    make: Make, runtime: Runtime, page: Account, alex: User
) -> None:
    streams = CONNECTORS["x"].streams
    handle = make.account("x", Platform.X, streams=streams)
    resets = runtime.clock.now() + timedelta(minutes=10)
    used_up = Budget(remaining=0, limit=300, resets_at=resets)
    with runtime.writing() as session:
        account = accounts.locked(session, handle.id)
        mentions = _stream(session, handle, "mentions")
        page_read = Page(items=(), bodies=(), budget=used_up)
        timetable.after_poll(session, account, mentions.id, page_read, [])

    _check(runtime, handle, alex)

    assert _due(runtime, handle) == set(streams) - {"mentions"}


def test_an_account_that_must_be_connected_again_is_not_asked(
    runtime: Runtime, page: Account, alex: User
) -> None:
    with runtime.writing() as session:
        accounts.stop(session, page.id, "The access has ended.")

    assert _ask(runtime, alex) == 0
    with runtime.writing() as session:
        assert holding.nudge_due(session, Lane.POLL) == []
    assert _due(runtime, page) == set()


def test_an_account_is_taken_up_once_though_nothing_else_of_it_is_due(
    runtime: Runtime, page: Account, alex: User
) -> None:
    _ask(runtime, alex)
    with runtime.writing() as session:
        assert holding.nudge_due(session, Lane.POLL) == [page.id]
        assert holding.nudge_due(session, Lane.LIVE) == []
        account = accounts.locked(session, page.id)
        checking_now.have_read(session, account)
        checking_now.have_read(session, account)

    with runtime.reading() as session:
        told = session.scalars(select(Event).where(Event.name == "account.checked")).all()
    assert len(told) == 1


def test_a_stream_tells_since_when_it_fails(
    runtime: Runtime, page: Account, clock: SetClock
) -> None:
    began = clock.now()
    for _ in range(2):
        _fail(runtime, page, "comments", TryLater("It does not answer."))
        clock.advance(minutes=5)

    with runtime.reading() as session:
        streams = accounts.streams(session)[page.id]
    assert {one.stream: one.failing_since for one in streams if one.failing_since} == {
        "comments": began
    }
