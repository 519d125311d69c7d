"""Are the counts of comments compared with the platform's, and what was missed found?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from connectors.pages import Counted
from inbox import accounts, bulk_reading, compared, comparing, holding, polling
from inbox.intake import counts
from inbox.models import Account, Comparison, Cursor, Difference, Event, Lane, Message
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.sandbox.running import Running
from web import wording
from web.app import create_app

DAY = timedelta(days=1)


@pytest.fixture
def said(sandbox: Running) -> list[str]:
    """Three comments below a post, one of them a reply, an hour old."""
    post = sandbox.publish(platform="facebook", text="Main Street is closed.", seconds_ago=7200)
    facts = {"platform": "facebook", "kind": "comment", "post": post, "seconds_ago": 3600}
    first = sandbox.say(**facts, author="Ana", text="When?")
    below = sandbox.say(**facts, author="Ben", text="I ask too.", reply_to=first)
    return [first, below, sandbox.say(**facts, author="Cruz", text="Until six?")]


def _compare(house: Runtime, page: Account) -> Comparison:
    """Poll, and compare as if the day had come."""
    with house.writing() as session:
        session.execute(update(Cursor).values(due_at=house.clock.now()))
        session.execute(update(Account).values(counts_due_at=None))
    polling.poll(house, page.id)
    with house.writing() as session:
        session.execute(update(Account).values(counts_due_at=house.clock.now()))
    bulk_reading.read(house, page.id)
    return _latest(house, page)


def _latest(house: Runtime, page: Account) -> Comparison:
    with house.reading() as session:
        return compared.latest(session)[page.id]


def _texts(house: Runtime) -> list[str]:
    with house.reading() as session:
        return sorted(session.scalars(select(Message.text)))


def _differences(house: Runtime) -> int:
    with house.reading() as session:
        told = select(Event).where(Event.name == "account.counts_differ")
        return len(session.scalars(told).all())


def test_counts_that_agree_are_compared_once_a_day(
    house: Runtime, page: Account, said: list[str]
) -> None:
    assert isinstance(house.clock, SetClock)
    found = _compare(house, page)
    bulk_reading.read(house, page.id)

    assert (found.posts, found.differences) == (1, [])
    with house.reading() as session:
        assert len(session.scalars(select(Comparison)).all()) == 1
        assert session.get_one(Account, page.id).counts_due_at == house.clock.now() + DAY
    with house.writing() as session:
        assert holding.nudge_due(session, Lane.BULK) == []
    house.clock.advance(hours=24)
    with house.writing() as session:
        assert holding.nudge_due(session, Lane.BULK) == [page.id]


def test_a_comment_that_the_list_hides_is_looked_for_once_and_said_to_be_unexplained(
    house: Runtime, sandbox: Running, page: Account, said: list[str]
) -> None:
    sandbox.unlist(said[2])

    (difference,) = _compare(house, page).differences
    assert (difference.theirs, difference.ours, difference.read_again_at) == (3, 2, None)
    bulk_reading.read(house, page.id)

    (difference,) = _latest(house, page).differences
    assert (difference.left, difference.found) == (1, 0)
    assert difference.read_again_at
    (again,) = _compare(house, page).differences
    assert (again.left, again.gap_id) == (1, None)
    assert again.read_again_at
    assert _differences(house) == 1


def test_a_comment_that_was_missed_is_found_by_reading_the_post_again(
    house: Runtime, sandbox: Running, page: Account, said: list[str]
) -> None:
    sandbox.unlist(said[1])
    _compare(house, page)
    assert _texts(house) == ["Until six?", "When?"]

    sandbox.unlist(said[1], unlisted=False)
    bulk_reading.read(house, page.id)

    assert _texts(house) == ["I ask too.", "Until six?", "When?"]
    (difference,) = _latest(house, page).differences
    assert (difference.left, difference.found) == (0, 1)


def test_a_post_that_is_gone_is_not_read_for_ever(
    house: Runtime, sandbox: Running, page: Account, said: list[str]
) -> None:
    sandbox.unlist(said[2])
    _compare(house, page)
    sandbox.faults(
        kind="status",
        route="*/comments",
        status=400,
        body={"error": {"message": "Unsupported get request.", "code": 100, "error_subcode": 33}},
    )

    bulk_reading.read(house, page.id)

    (difference,) = _latest(house, page).differences
    assert difference.read_again_at
    assert "Unsupported get request" in (difference.refusal or "")
    with create_app(house).test_request_context():
        assert "could not be read again" in wording.explanation(difference)
    (again,) = _compare(house, page).differences
    assert again.refusal == difference.refusal


def test_counts_are_compared_as_of_the_moment_they_were_told(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, item = make.account(), incoming(sent_at=clock.at - timedelta(hours=1))
    removed = incoming(sent_at=clock.at - timedelta(hours=1))
    make.received(account, [item, removed, native_answer(item, sent_at=clock.at)])
    _told(runtime, account, Counted(post_id="post-1", comments=3))
    clock.advance(hours=2)
    make.received(account, [incoming(sent_at=clock.at)])
    with runtime.writing() as session:
        gone = select(Message).where(Message.external_id == removed.external_id)
        session.scalars(gone).one().removed_at = clock.at

    assert _compared(runtime, account) == []


def test_where_replies_are_not_counted_ours_are_not_either(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, item = make.account(), incoming()
    make.received(account, [item, native_answer(item, sent_at=item.sent_at)])

    _told(runtime, account, Counted(post_id="post-1", comments=1, with_replies=False))

    assert _compared(runtime, account) == []


def test_fewer_on_the_platform_are_told_and_nothing_is_read(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    make.received(account, [incoming(), incoming()])
    _told(runtime, account, Counted(post_id="post-1", comments=1))

    (difference,) = _compared(runtime, account)

    assert (difference.left, difference.gap_id) == (-1, None)


def test_an_older_page_does_not_replace_a_count(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    make.received(account, [incoming(), incoming()])
    _told(runtime, account, Counted(post_id="post-1", comments=2))
    clock.advance(minutes=-1)

    _told(runtime, account, Counted(post_id="post-1", comments=1))

    clock.advance(minutes=1)
    assert _compared(runtime, account) == []


def _told(runtime: Runtime, account: Account, told: Counted) -> None:
    with runtime.writing() as session:
        held = accounts.locked(session, account.id)
        counts.keep(session, held, [told], runtime.clock.now())


def _compared(runtime: Runtime, account: Account) -> list[Difference]:
    with runtime.writing() as session:
        held = accounts.locked(session, account.id)
        held.backfilled_at = held.counts_due_at = runtime.clock.now()
        comparing.compare_if_due(session, held)
    with runtime.reading() as session:
        return compared.latest(session)[account.id].differences
