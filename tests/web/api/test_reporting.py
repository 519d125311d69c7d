"""Do page, table, program and plain Python agree, whatever happened?"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from inbox import assignment, people, status, tagging, teams
from inbox.errors import HearbackError
from inbox.hours import keeping
from inbox.models import Account, Conversation, Promise, Role, Team, User, Wait, WaitEnd
from inbox.promises import policies
from inbox.promises.wanting import Wanted
from inbox.reports import reporting
from inbox.reports.figures import Figures, Kept, Spread, spread_of
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.web import one_app
from tests.web.api.conftest import Program
from tests.web.api.test_openapi import fits
from tests.web.conftest import Person

Due = dict[int, tuple[Any, Any]]
"""When the answer to a wait was due, and its target in seconds."""

MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
SO_FAR = "First response in staffed hours, those still waiting counted so far"

_acts = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "answer", "resolve", "claim", "tag", "move"]),
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
        rows = session.execute(
            select(Wait, Conversation).join(Conversation, Conversation.id == Wait.conversation_id)
        )
        promises = session.scalars(select(Promise).where(Promise.target.is_not(None)))
        due: Due = {one.wait_id: (one.due_at, one.target) for one in promises}
        every = rows.all()
        expected = _plainly(every, due, asked.start, asked.end, clock.at)
        so_far = _so_far(every, asked.start, asked.end, clock.at)
    told = program.get("/report", **{"from": asked.first, "to": asked.last}).json
    person = Person(one_app.over(runtime), ana).proven()
    table = person.get(f"/reports/table.csv?{asked.query}").data.decode("utf-8-sig")
    book = person.get(f"/reports/table.xlsx?{asked.query}").data

    clock.at = start
    assert report.total == expected[""]
    assert {one.narrowed["assignee"]: one.figures for one in report.groups["assignee"]} == {
        key: one for key, one in expected.items() if key
    }
    assert report.so_far_staffed == so_far
    assert _of_program(told["total"]) == _of_figures(report.total)
    with_those_waiting = told["first_response_with_those_waiting_in_staffed_hours"]
    assert with_those_waiting["median_microseconds"] == _whole(so_far.median)
    lines = dict(one for one in csv.reader(io.StringIO(table)) if len(one) == 2)
    assert lines[f"{SO_FAR}: 9 in 10 within"] == _in_seconds(so_far.ninth_decile)
    assert _of_table(list(csv.reader(io.StringIO(table)))) == _of_figures(report.total)
    assert _of_book(book) == _of_figures(report.total)


def _happen(
    make: Make, clock: SetClock, ana: User, happened: list[tuple[str, int, int, int]]
) -> None:
    account, start = make.account(), clock.at
    for what, thread, minute, microsecond in happened:
        clock.at = start + timedelta(minutes=minute, microseconds=microsecond) - timedelta(days=2)
        asked = incoming(thread_id=f"thread-{thread}", sent_at=clock.at)
        if what in ("ask", "answer"):
            item = asked if what == "ask" else native_answer(asked, sent_at=clock.at)
            make.received(account, [item])
        else:
            _by_staff(make, account, f"thread-{thread}", what, ana)
    clock.at = start


def _by_staff(make: Make, account: Account, thread: str, what: str, ana: User) -> None:
    found = select(Conversation.id).where(
        Conversation.account_id == account.id, Conversation.thread_id == thread
    )
    try:
        with make.runtime.writing() as session:
            number, by = session.scalar(found), session.merge(ana)
            if number and what == "resolve":
                status.resolve(session, number, by=by, reason="thanks")
            elif number and what == "claim":
                assignment.claim(session, number, by=by)
            elif number and what == "move":
                records = session.scalars(select(Team)).one()
                teams.move(session, number, to=records, by=by)
            elif number:
                tagging.add(session, number, "road", by=by)
    except HearbackError:
        # Whatever the desk refuses has not happened.
        return


def _plainly(
    rows: Any, due: Due, start: datetime, end: datetime, now: datetime
) -> dict[str, Figures]:
    """Recompute the figures of all, and of each person, from the rows alone."""
    began = [
        (wait, conversation)
        for wait, conversation in rows
        if start <= wait.started_at < end and wait.end is not WaitEnd.MERGED
    ]
    groups: dict[str, list[Wait]] = {"": []}
    for wait, conversation in began:
        whose = wait.ended_by_user_id if wait.ended_at else conversation.assignee_id
        groups[""].append(wait)
        groups.setdefault(str(whose or "nobody"), []).append(wait)
    return {key: _figures(waits, now, due) for key, waits in groups.items()}


def _figures(waits: list[Wait], now: datetime, due: Due) -> Figures:
    answered = [one for one in waits if one.end is WaitEnd.ANSWERED]
    waiting = [one for one in waits if one.end is None]
    ages = [max(now - one.started_at, timedelta()) for one in waiting]
    first, following = (
        [_length(one) for one in answered if one.is_first is which] for which in (True, False)
    )
    first_staffed, following_staffed = (
        [_staffed(one, now) for one in answered if one.is_first is which] for which in (True, False)
    )
    return Figures(
        answered=len(answered),
        no_reply_needed=sum(one.end is WaitEnd.NO_REPLY_NEEDED for one in waits),
        withdrawn=sum(one.end is WaitEnd.WITHDRAWN for one in waits),
        waiting=len(waiting),
        on_platform=sum(one.ended_by_user_id is None for one in answered),
        firsts=sum(one.is_first for one in waits),
        waiting_longest=max(ages, default=None),
        waiting_longest_staffed=max((_staffed(one, now) for one in waiting), default=None),
        first=spread_of(first),
        following=spread_of(following),
        first_staffed=spread_of(first_staffed),
        following_staffed=spread_of(following_staffed),
        first_kept=_kept([one for one in waits if one.is_first], now, due),
        following_kept=_kept([one for one in waits if not one.is_first], now, due),
    )


def _so_far(rows: Any, start: datetime, end: datetime, now: datetime) -> Spread:
    """Measure the staffed hours of first waits: those that were answered, and those that run."""
    return spread_of(
        _staffed(wait, now)
        for wait, _ in rows
        if wait.is_first and start <= wait.started_at < end and wait.end in (None, WaitEnd.ANSWERED)
    )


def _staffed(wait: Wait, now: datetime) -> timedelta:
    """Add up what lies between nine and five of each day, where its hours are those of Records."""
    start, end = wait.started_at, wait.ended_at or now
    if not wait.hours_id:
        return max(end - start, timedelta())
    midnights = (
        datetime.combine(start.date(), time(), UTC) + timedelta(days=number)
        for number in range((end - start).days + 2)
    )
    return sum(
        (
            max(min(end, midnight + 17 * HOUR) - max(start, midnight + 9 * HOUR), timedelta())
            for midnight in midnights
        ),
        timedelta(),
    )


def _kept(waits: list[Wait], now: datetime, due: Due) -> Kept:
    held = [(one, due[one.id][0]) for one in waits if one.id in due]
    targets = [timedelta(seconds=due[one.id][1]) for one, _ in held]
    return Kept(
        within=sum(
            one.end is WaitEnd.ANSWERED and one.ended_at is not None and one.ended_at <= at
            for one, at in held
        ),
        late=sum((one.ended_at or now) > at for one, at in held),
        shortest=min(targets, default=None),
        longest=max(targets, default=None),
    )


def _length(wait: Wait) -> timedelta:
    assert wait.ended_at
    return wait.ended_at - wait.started_at


def _of_figures(one: Figures) -> list[int | None]:
    lengths = (
        one.first.median,
        one.first.ninth_decile,
        one.following.median,
        one.waiting_longest_staffed,
    )
    return [one.count, one.answered, one.waiting, *map(_whole, lengths)]


def _whole(length: timedelta | None) -> int | None:
    return None if length is None else length // MICROSECOND


def _in_seconds(length: timedelta | None) -> str:
    return "" if length is None else f"{length / timedelta(seconds=1):.6f}"


def _of_program(one: dict[str, Any]) -> list[int | None]:
    first, following = one["first_response"], one["next_response"]
    return [
        one["waits"],
        one["answered"],
        one["still_waiting"],
        first["median_microseconds"],
        first["nine_in_ten_microseconds"],
        following["median_microseconds"],
        one["longest_waiting_in_staffed_hours_microseconds"],
    ]


def _of_table(lines: list[list[str]]) -> list[int | None]:
    chosen = next(line for line in lines if line[:2] == ["All", "Chosen days"])
    lengths = [
        round(float(chosen[place]) * 10**6) if chosen[place] else None for place in (10, 11, 13, 19)
    ]
    return [int(chosen[2]), int(chosen[3]), int(chosen[7]), *lengths]


def _of_book(book: bytes) -> list[int | None]:
    sheet = ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    # The first line below the heads tells of all chosen days.
    cells = dict(re.findall(r'<c r="([A-Z])5"[^>]*><v>([^<]*)</v>', sheet))
    lengths = [round(float(cells[one]) * 10**6) if one in cells else None for one in "KLNT"]
    return [*(int(cells[one]) for one in "CDH"), *lengths]
