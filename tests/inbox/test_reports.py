from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from connectors.words import Kind, Platform
from inbox import reports, status
from inbox.models import Account
from inbox.reports import Figures, Report
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make


def _asked(make: Make, account: Account, at: datetime, answered_after: float | None) -> None:
    question = incoming(sent_at=at)
    items = [question]
    if answered_after is not None:
        items.append(native_answer(question, sent_at=at + timedelta(minutes=answered_after)))
    make.received(account, items)


def _report(runtime: Runtime, clock: SetClock) -> Report:
    with runtime.reading() as session:
        return reports.first_response(session, clock.at - timedelta(days=1), clock.at)


def test_median_and_ninth_decile_are_over_all_that_was_answered(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    for minutes in (1, 2, 3, 4, 100):
        _asked(make, account, clock.at - timedelta(hours=5), minutes)

    (row,) = _report(runtime, clock).rows

    assert (row.platform, row.kind, row.answered) == (Platform.FACEBOOK, Kind.COMMENT, 5)
    assert row.median == timedelta(minutes=3)
    assert row.ninth_decile == timedelta(minutes=61, seconds=36)


def test_those_still_waiting_are_counted_with_the_oldest(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    _asked(make, account, clock.at - timedelta(hours=3), None)
    _asked(make, account, clock.at - timedelta(hours=1), None)

    total = _report(runtime, clock).total

    assert (total.count, total.answered, total.waiting) == (2, 0, 2)
    assert total.oldest_waiting == timedelta(hours=3)
    assert total.median is None


def test_no_reply_needed_is_neither_answered_nor_waiting(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana = make.user()
    conversation = make.conversation(sent_at=clock.at - timedelta(minutes=5))
    with runtime.writing() as session:
        status.resolve(session, conversation.id, by=ana, reason="thanks")

    total = _report(runtime, clock).total

    assert (total.count, total.answered, total.no_reply_needed, total.waiting) == (1, 0, 1, 0)


def test_platforms_and_kinds_stand_apart_and_add_up(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    _asked(make, make.account(), clock.at - timedelta(hours=1), 5)
    handle = make.account("x", Platform.X)
    make.received(handle, [incoming(kind=Kind.MENTION, sent_at=clock.at - timedelta(hours=1))])

    report = _report(runtime, clock)

    assert {(row.platform, row.kind) for row in report.rows} == {
        (Platform.FACEBOOK, Kind.COMMENT),
        (Platform.X, Kind.MENTION),
    }
    assert sum(row.count for row in report.rows) == report.total.count == 2


def test_only_waits_that_began_within_the_range_count(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    _asked(make, account, clock.at - timedelta(days=1), 5)
    _asked(make, account, clock.at - timedelta(days=1, seconds=1), 5)
    _asked(make, account, clock.at, None)

    assert _report(runtime, clock).total.count == 1


def test_an_empty_range_has_no_figures(runtime: Runtime, clock: SetClock) -> None:
    report = _report(runtime, clock)

    assert report.rows == []
    assert report.total == Figures(
        platform=None,
        kind=None,
        count=0,
        answered=0,
        no_reply_needed=0,
        withdrawn=0,
        waiting=0,
        oldest_waiting=None,
        median=None,
        ninth_decile=None,
    )


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 2.5), (0.9, 3.7), (1.0, 4.0)])
def test_a_percentile_lies_between_its_neighbours_in_proportion(
    share: float, expected: float
) -> None:
    lengths = [timedelta(minutes=minutes) for minutes in (1, 2, 3, 4)]

    assert reports.percentile(lengths, share) == timedelta(minutes=expected)
