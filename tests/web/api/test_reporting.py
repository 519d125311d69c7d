"""Do page, table, program and plain Python agree, whatever happened?"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from connectors.pages import Author, Notice, Page
from connectors.words import Direction, Happening
from inbox import accounts, assignment, by_hand, intake, merging, people, status, tagging, teams
from inbox.errors import HearbackError
from inbox.hours import keeping
from inbox.models import Account, Conversation, Message, Role, Team, User
from inbox.promises import policies
from inbox.promises.wanting import Wanted
from inbox.reports import keys, opening, reporting, spreads, tables
from inbox.reports.figures import Figures
from inbox.reports.reporting import Report
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.inbox.reports.plainly import HOUR, Plainly
from tests.web import one_app
from tests.web.api import told_reports
from tests.web.api.conftest import Program
from tests.web.api.test_openapi import fits
from tests.web.conftest import Person

SO_FAR = "First response, those still waiting counted so far"
SO_FAR_STAFFED = "First response in staffed hours, those still waiting counted so far"
_LENGTHS = [
    any(word in head for word in ("median", "within", "Oldest", "longest", "shortest"))
    and not head.endswith("within target")
    for head in tables.HEADS[2:]
]
"""Which cells of a line are lengths of time."""

_acts = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("ask", "ask", "ask", "answer", "answer", "resolve", "reopen", "claim"),
                *("tag", "move", "remove", "by hand", "merge"),
            ]
        ),
        st.integers(0, 3),
        st.integers(0, 3 * 24 * 60),
        st.integers(0, 999_999),
    ),
    min_size=1,
    max_size=25,
)


def test_a_program_reads_what_the_page_shows(program: Program, make: Make) -> None:
    make.conversation()

    found = program.get("/report", period="7").json

    fits(found, "Report")
    assert (found["total"]["waits"], found["total"]["still_waiting"], found["messages"]) == (
        1,
        1,
        1,
    )
    assert found["stretches"][-1]["waiting_after"] == 1
    assert program.get("/report", period="7", platform="x").json["total"]["waits"] == 0
    assert program.get("/report", platform="myspace").status_code == 422


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(happened=_acts)
def test_report_export_program_and_plain_python_agree(
    make: Make,
    runtime: Runtime,
    clock: SetClock,
    program: Program,
    ana: User,
    happened: list[tuple[str, int, int, int]],
) -> None:
    start, supervisor = clock.at, make.user("Rosa", role=Role.SUPERVISOR)
    # In force before anybody asks.
    clock.at = start - timedelta(days=3)
    with runtime.writing() as session:
        if not policies.in_force(session):
            hour = Wanted(name="All", first_response=HOUR, next_response=HOUR / 2, is_staffed=False)
            policies.add(session, hour, by=supervisor)
            records = people.team_of(session, "Records", [supervisor])
            by_day = keeping.Wanted(is_always_open=False, week=["09:00-17:00"] * 7)
            keeping.change(session, records.id, by_day, by=supervisor)
    clock.at = start
    _happen(make, clock, ana, happened)
    clock.at = start + timedelta(days=1)
    asked = today(clock, days=3)

    with runtime.reading() as session:
        report = reporting.report(session, asked, by=session.merge(ana))
        plain = Plainly.read(session, asked, clock.at)
        behind = {
            figure: opening.behind(session, asked, figure).count
            for figure in opening.FIGURES
            if figure != "backlog"
        }
    told = program.get("/report", **{"from": asked.first, "to": asked.last}).json
    person = Person(one_app.over(runtime), ana).proven()
    table = person.get(f"/reports/table.csv?{asked.query}").data.decode("utf-8-sig")
    book = person.get(f"/reports/table.xlsx?{asked.query}").data

    clock.at = start
    assert report.total == plain.by(keys.TOTAL).get("", Figures())
    _each_is_plain(report, plain)
    assert report.so_far_staffed == plain.so_far()
    _behind_is_counted(behind, report)
    lines = told_reports.of_report(report)
    assert told_reports.of_csv(table) == lines
    assert told_reports.of_book(book, _LENGTHS) == lines
    assert told_reports.of_program(told) == lines
    besides = dict(one for one in csv.reader(io.StringIO(table)) if len(one) == 2)
    for name, spread in ((SO_FAR, report.so_far), (SO_FAR_STAFFED, report.so_far_staffed)):
        assert besides[f"{name}: 9 in 10 within"] == _in_seconds(spread.ninth_decile)
    so_far_told = told["first_response_with_those_waiting_in_staffed_hours"]
    assert so_far_told["median_microseconds"] == _whole(report.so_far_staffed.median)
    assert so_far_told["few"] == (0 < report.so_far_staffed.count < 20)


def _each_is_plain(report: Report, plain: Plainly) -> None:
    """Hold every line to plain Python, and all that has one of each to the sum."""
    by_day = {one.first.isoformat(): one.figures for one in report.stretches if one.figures.count}
    assert by_day == plain.by(keys.DAY)
    assert {str(hour): one for hour, one in report.hours.items()} == plain.by(keys.HOUR)
    for name in reporting.GROUPS:
        lines = {"/".join(one.narrowed.values()): one.figures for one in report.groups[name]}
        expected = plain.by(name)
        if name == keys.POST:
            # What was written under no post has no line.
            expected.pop("none", None)
        assert lines == expected, name
        if name not in (keys.TAG, keys.POST):
            assert sum(one.count for one in lines.values()) == report.total.count
    assert sum(one.count for one in by_day.values()) == len(plain.cases) == report.total.count


def _behind_is_counted(behind: Mapping[str, int], report: Report) -> None:
    """Hold what opens behind each figure to the figure."""
    total, kept = report.total, report.total.kept
    first, following = total.first_kept, total.following_kept
    expected = {
        "all": total.count,
        "answered": total.answered,
        "first": total.first.count,
        "following": total.following.count,
        "on_platform": total.on_platform,
        "no_reply_needed": total.no_reply_needed,
        "withdrawn": total.withdrawn,
        "waiting": total.waiting,
        "first_waits": total.firsts,
        "following_waits": total.count - total.firsts,
        "so_far": report.so_far.count,
        "late": kept.late,
        "within": kept.within,
        "promised": kept.count,
        "first_within": first.within,
        "first_promised": first.count,
        "following_within": following.within,
        "following_promised": following.count,
        "first_with_target": first.promised,
        "following_with_target": following.promised,
        "seen": report.lags[spreads.UNSEEN].count,
        "seen_answered": report.lags[spreads.ANSWERING].count,
        "resolved": report.resolutions.count,
    }
    assert behind == expected


def _whole(length: timedelta | None) -> int | None:
    return None if length is None else length // told_reports.MICROSECOND


def _in_seconds(length: timedelta | None) -> str:
    return "" if length is None else f"{length / timedelta(seconds=1):.6f}"


def _happen(
    make: Make, clock: SetClock, ana: User, happened: list[tuple[str, int, int, int]]
) -> None:
    account, start = make.account(), clock.at
    for what, thread, minute, microsecond in happened:
        clock.at = start + timedelta(minutes=minute, microseconds=microsecond) - timedelta(days=2)
        # Every other thread is the same person's, so that some can be merged.
        author = Author(external_id=f"resident-{thread % 2}")
        asked = incoming(thread_id=f"thread-{thread}", author=author, sent_at=clock.at)
        if what in ("ask", "answer"):
            item = asked if what == "ask" else native_answer(asked, sent_at=clock.at)
            make.received(account, [item])
        elif what == "remove":
            _remove(make, account, thread)
        else:
            _by_staff(make, account, thread, what, ana)
    clock.at = start


def _remove(make: Make, account: Account, thread: int) -> None:
    """The last thing that was asked in a thread is taken back."""
    with make.runtime.writing() as session:
        asked = session.scalar(
            select(Message.external_id)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(
                Conversation.account_id == account.id,
                Conversation.thread_id == f"thread-{thread}",
                Message.direction == Direction.IN,
            )
            .order_by(Message.id.desc())
            .limit(1)
        )
        if asked:
            now = make.runtime.clock.now()
            gone = Notice(external_id=asked, happening=Happening.REMOVED, at=now)
            locked = accounts.locked(session, account.id)
            intake.receive(session, locked, Page(notices=(gone,)))


def _by_staff(make: Make, account: Account, thread: int, what: str, ana: User) -> None:
    def number_of(thread: int) -> Select[int]:
        there = (
            Conversation.account_id == account.id,
            Conversation.thread_id == f"thread-{thread}",
        )
        return select(Conversation.id).where(*there)

    try:
        with make.runtime.writing() as session:
            number, by = session.scalar(number_of(thread)), session.merge(ana)
            other = session.scalar(number_of((thread + 2) % 4))
            if number:
                _act(session, what, number, other, by)
    except HearbackError:
        # Whatever the desk refuses has not happened.
        return


def _act(session: Session, what: str, number: int, other: int | None, by: User) -> None:
    if what == "resolve":
        status.resolve(session, number, by=by, reason="thanks")
    elif what == "reopen":
        status.reopen(session, number, by=by)
    elif what == "claim":
        assignment.claim(session, number, by=by)
    elif what == "by hand":
        by_hand.mark(session, number, by=by)
    elif what == "move":
        teams.move(session, number, to=session.scalars(select(Team)).one(), by=by)
    elif what == "merge" and other:
        merging.merge(session, number, into=other, by=by)
    elif what == "tag":
        tagging.add(session, number, "road", by=by)
