from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.words import Kind, Platform
from inbox import assignment, people, status, tagging, teams
from inbox.filters.reading import Filter
from inbox.models import Account, Conversation, User, Wait
from inbox.reckoning import reckoned
from inbox.reports import (
    asking,
    choosing,
    counting,
    figures,
    gathering,
    keys,
    moments,
    opening,
    reporting,
    spreads,
    volume,
)
from inbox.reports.asking import Asked
from inbox.reports.figures import Figures, Spread
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

MINUTE = timedelta(minutes=1)


def _asked(make: Make, account: Account, at: datetime, answered_after: float | None) -> None:
    question = incoming(sent_at=at)
    items = [question]
    if answered_after is not None:
        items.append(native_answer(question, sent_at=at + timedelta(minutes=answered_after)))
    make.received(account, items)


def _total(runtime: Runtime, clock: SetClock) -> Figures:
    with runtime.reading() as session:
        return counting.total(session, today(clock))


def _by(runtime: Runtime, clock: SetClock, name: str) -> dict[str, int]:
    with runtime.reading() as session:
        found = counting.count(session, today(clock), (name,))[name]
        return {key: one.count for key, one in found.items()}


def test_median_and_ninth_decile_are_times_that_somebody_waited(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    for minutes in (4, 100, 1, 3):
        _asked(make, account, clock.at - timedelta(hours=5), minutes)

    first = _total(runtime, clock).first

    assert first == Spread(count=4, median=3 * MINUTE, ninth_decile=100 * MINUTE)
    assert first.is_small


@pytest.mark.parametrize(
    ("count", "is_small"), [(0, False), (1, True), (19, True), (20, False), (21, False)]
)
def test_fewer_than_twenty_are_few_to_judge_by(count: int, *, is_small: bool) -> None:
    assert figures.spread_of([MINUTE] * count).is_small is is_small


def test_nobody_can_be_deleted_whose_figures_remain(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, answered = make.user(), make.conversation(sent_at=clock.at)
    with runtime.writing() as session:
        status.resolve(session, answered.id, by=session.merge(ana), reason="thanks")

    with pytest.raises(IntegrityError), runtime.writing() as session:
        session.execute(delete(User).where(User.id == ana.id))

    assert _by(runtime, clock, keys.PERSON) == {str(ana.id): 1}


@pytest.mark.parametrize(
    ("count", "median", "ninth"), [(1, 1, 1), (2, 1, 2), (3, 2, 3), (10, 5, 9), (11, 6, 10)]
)
def test_of_an_even_number_the_median_is_the_lower_in_the_middle(
    count: int, median: int, ninth: int
) -> None:
    lengths = [MINUTE * one for one in range(count, 0, -1)]

    found = figures.spread_of(lengths)

    assert (found.median, found.ninth_decile) == (median * MINUTE, ninth * MINUTE)


def test_those_still_waiting_are_counted_with_the_oldest(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    _asked(make, account, clock.at - timedelta(hours=3), None)
    _asked(make, account, clock.at - timedelta(hours=1), None)

    total = _total(runtime, clock)

    assert (total.count, total.answered, total.waiting) == (2, 0, 2)
    assert total.waiting_longest == timedelta(hours=3)
    assert total.first.median is None
    with runtime.reading() as session:
        so_far = counting.read(session, today(clock), ()).so_far()[0]
    assert (so_far.count, so_far.median) == (2, timedelta(hours=1))


def test_no_reply_needed_is_neither_answered_nor_waiting(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana = make.user()
    conversation = make.conversation(sent_at=clock.at - timedelta(minutes=5))
    with runtime.writing() as session:
        status.resolve(session, conversation.id, by=ana, reason="thanks")

    total = _total(runtime, clock)

    assert (total.count, total.answered, total.no_reply_needed, total.waiting) == (1, 0, 1, 0)


def test_each_thing_that_is_counted_by_adds_up_but_for_tags(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, hour_ago = make.user(), clock.at - timedelta(hours=1)
    mine = make.conversation(sent_at=hour_ago)
    _asked(make, make.account(), hour_ago, 5)
    make.received(make.account("x", Platform.X), [incoming(kind=Kind.MENTION, sent_at=hour_ago)])
    with runtime.writing() as session:
        assignment.claim(session, mine.id, by=session.merge(ana))
        for tag in ("noise", "road"):
            tagging.add(session, mine.id, tag, by=session.merge(ana))

    assert _by(runtime, clock, keys.PLACE) == {"facebook/comment": 2, "x/mention": 1}
    assert _by(runtime, clock, keys.PERSON) == {"": 2, str(ana.id): 1}
    assert _by(runtime, clock, keys.TAG) == {"noise": 1, "road": 1}
    for name in (keys.DAY, keys.WEEK, keys.HOUR, keys.ACCOUNT, keys.TEAM):
        assert sum(_by(runtime, clock, name).values()) == 3


@pytest.mark.parametrize("days", [2, asking.FEW_DAYS + 1])
def test_what_was_written_before_is_counted_of_the_same_conversations(
    make: Make, runtime: Runtime, clock: SetClock, days: int
) -> None:
    known_for = timedelta(days=3 * days)
    account = make.account(known_for=known_for)
    other = make.account("x", Platform.X, known_for=known_for)
    for sent_at in (clock.at - timedelta(days=days), clock.at):
        make.received(account, [incoming(sent_at=sent_at)])
        make.received(other, [incoming(kind=Kind.MENTION, sent_at=sent_at)])
    of_one = Filter((("account", (str(account.id),)),))

    with runtime.reading() as session:
        asked = today(clock, days=days, filter=of_one)
        found = volume.written(session, asked, by=make.user())

    assert found == volume.Volume(messages=1, people=1, messages_before=1)


@pytest.mark.parametrize("days", [2, asking.FEW_DAYS + 1])
@pytest.mark.parametrize(
    ("name", "choose"),
    [
        ("platform", lambda _wait, _ana: "facebook"),
        ("kind", lambda _wait, _ana: "comment"),
        ("account", lambda wait, _ana: str(wait.account_id)),
        ("team", lambda _wait, _ana: "none"),
        ("assignee", lambda _wait, ana: str(ana.id)),
        ("tag", lambda _wait, _ana: "noise"),
        ("language", lambda _wait, _ana: "en"),
    ],
)
def test_a_condition_leaves_only_what_it_holds_for(
    make: Make,
    runtime: Runtime,
    clock: SetClock,
    name: str,
    choose: Callable[[Wait, User], str],
    days: int,
) -> None:
    ana = make.user()
    mine = make.conversation(sent_at=clock.at, text="What is the road to the park?")
    other = make.account("x", Platform.X)
    other_words = incoming(kind=Kind.MENTION, sent_at=clock.at, text="¿Dónde está la calle?")
    make.received(other, [other_words])
    with runtime.writing() as session:
        ana = session.merge(ana)
        assignment.claim(session, mine.id, by=ana)
        tagging.add(session, mine.id, "noise", by=ana)
        theirs = make_team(session, other, ana)

    with runtime.reading() as session:
        wait = session.scalars(select(Wait).where(Wait.conversation_id == mine.id)).one()
        asked = today(clock, days=days, filter=Filter(((name, (choose(wait, ana),)),)))
        report = reporting.report(session, asked, by=session.merge(ana))

    assert theirs
    assert report.total.count == report.waiting_at_end == report.volume.messages == 1
    assert report.so_far.count == 1
    assert report.lags[spreads.REACHING].count == 1


def make_team(session: Session, account: Account, member: User) -> bool:
    """Give everything of an account to a team."""
    team = people.team_of(session, "Records", [member])
    of_account = select(Conversation.id).where(Conversation.account_id == account.id)
    for number in session.scalars(of_account).all():
        teams.move(session, number, to=team, by=member)
    return True


def test_a_day_begins_in_the_zone_of_the_department_and_one_of_them_has_25_hours(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    clock.at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    account, denver = make.account(), ZoneInfo("America/Denver")
    first_second = datetime(2026, 11, 1, 6, tzinfo=UTC)
    last = datetime(2026, 11, 2, 6, 59, 59, 999_999, tzinfo=UTC)
    for at in (first_second, last, first_second - MINUTE, last + MINUTE):
        _asked(make, account, at, 1)
    sunday = Asked(first=date(2026, 11, 1), last=date(2026, 11, 1), zone=denver)

    with runtime.reading() as session:
        counted = counting.count(session, sunday, (keys.DAY, keys.HOUR))

    assert sunday.end - sunday.start.astimezone(UTC) == timedelta(hours=25)
    assert {int(key): one.count for key, one in counted[keys.DAY].items()} == {
        moments.number_of(sunday.first): 2
    }
    assert sorted(counted[keys.HOUR]) == ["144", "167"]


@pytest.mark.parametrize("zone", ["UTC", "America/Denver", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_the_offsets_of_a_zone_are_those_of_its_clocks(zone: str) -> None:
    place, first, last = ZoneInfo(zone), date(2025, 1, 1), date(2026, 12, 31)
    pieces = moments.offsets(first, last, place)

    at = datetime(2025, 1, 1, tzinfo=UTC)
    while at < datetime(2027, 1, 1, tzinfo=UTC):
        since = reckoned(at)
        held = next((ahead for until, ahead in pieces if since < until), pieces[-1][1])
        assert timedelta(microseconds=held) == at.astimezone(place).utcoffset()
        at += timedelta(hours=7)


@pytest.mark.parametrize("days_ago", [0, 30])
def test_the_backlog_of_the_last_day_is_counted_as_well_as_reckoned(
    make: Make, runtime: Runtime, clock: SetClock, days_ago: int
) -> None:
    account = make.account(known_for=timedelta(days=30))
    for days, minutes in ((9, 1), (9, None), (3, 60 * 24), (1, None), (0, 1)):
        _asked(make, account, clock.at - timedelta(days=days), minutes)
    asked = today(clock, days=5)
    clock.advance(days=days_ago)

    with runtime.reading() as session:
        ana = make.user()
        report = reporting.report(session, asked, by=ana)
        behind = opening.behind(session, asked, "backlog").count

    assert (report.waiting_at_start, report.waiting_at_end, behind) == (1, 2, 2)
    assert [one.waiting_after for one in report.stretches] == [1, 2, 1, 2, 2]


def test_many_days_are_shown_as_weeks_that_begin_on_monday(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    _asked(make, make.account(), clock.at, 1)

    with runtime.reading() as session:
        report = reporting.report(session, today(clock, days=100), by=make.user())

    last = report.stretches[-1]
    assert (last.first, last.last, last.figures.count) == (clock.at.date(), clock.at.date(), 1)
    assert all(one.first.weekday() == 0 for one in report.stretches[1:])
    assert sum(one.figures.count for one in report.stretches) == 1


def test_a_report_of_ten_years_is_given_and_one_of_more_is_refused_in_words() -> None:
    def read(first: str, last: str) -> Asked:
        pairs = [("from", first), ("to", last)]
        return asking.read(pairs, today=date(2026, 11, 23), zone=ZoneInfo("UTC"), me=1)

    assert read("2016-12-01", "2026-11-23").days > 3600
    with pytest.raises(asking.TooLong, match="ten years at most"):
        read("2006-12-01", "2026-11-23")
    with pytest.raises(asking.BadRange):
        read("2026-11-24", "2026-11-23")


def test_the_figures_are_read_from_an_index_alone(runtime: Runtime, clock: SetClock) -> None:
    with runtime.reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("PostgreSQL reads a small table whole.")
        statement = gathering.statement(choosing.on_days(today(clock)))
        compiled = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]

    read = [line for line in plan if "wait" in line]
    assert read
    # Not called covering there, since a column is reckoned: the row is looked up only when needed.
    assert all("INDEX ix_wait_started" in line for line in read)
