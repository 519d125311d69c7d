"""Can past waits be measured by other hours, and does everybody see that they were?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError

from inbox import people, tagging, teams
from inbox.audit.what import What
from inbox.hours import keeping, remeasuring
from inbox.hours.remeasuring import Days
from inbox.models import AuditEvent, Remeasuring, Role, Wait
from inbox.reckoning import MICROSECOND
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

FRIDAY = Days(first=date(2026, 11, 27), last=date(2026, 11, 27), zone=ZoneInfo("UTC"))


def test_past_waits_are_measured_anew_by_an_act_on_record_and_by_nothing_else(
    make: Make, clock: SetClock, runtime: Runtime
) -> None:
    rosa, staff = make.user("Rosa Diaz", role=Role.SUPERVISOR), make.user("Sam Reyes")
    account = make.account(known_for=timedelta(days=30))
    with runtime.writing() as session:
        desk = people.team_of(session, "Records", [session.merge(rosa)])
        week = ("08:00-17:00",) * 5 + ("", "")
        open_friday = keeping.Wanted(is_always_open=False, week=week)
        keeping.change(session, desk.id, open_friday, by=rosa)
    clock.at = datetime(2026, 11, 27, 10, tzinfo=UTC)
    asked = incoming(sent_at=clock.at)
    make.received(account, [asked])
    with runtime.writing() as session:
        wait = session.scalars(select(Wait)).one()
        number = wait.conversation_id
        teams.move(session, number, to=session.merge(desk), by=session.merge(rosa))
    clock.advance(hours=4)
    make.received(account, [native_answer(asked, sent_at=clock.at)])

    # The holiday that was forgotten: closed from noon on.
    with runtime.writing() as session:
        closed = keeping.Wanted(
            is_always_open=False, week=week, exceptions="2026-11-27 08:00-12:00 Short day"
        )
        newer = keeping.change(session, desk.id, closed, by=rosa)
        tagging.add(session, number, "road", by=session.merge(rosa))
    assert _staffed(runtime) == timedelta(hours=4)

    with runtime.writing() as session:
        for by, reason, refused in (
            (staff, "Because", teams.NotYours),
            (rosa, " ", remeasuring.NoReason),
        ):
            with pytest.raises(refused):
                remeasuring.remeasure(session, desk.id, FRIDAY, reason=reason, by=by)
        made = remeasuring.remeasure(session, desk.id, FRIDAY, reason="Short day", by=rosa)
        # Whatever happens to the conversation later keeps it so.
        tagging.add(session, number, "noise", by=session.merge(rosa))

    assert _staffed(runtime) == timedelta(hours=2)
    assert _kept(runtime) == [("Rosa Diaz", "Records")]
    assert (made.waits, made.hours_id) == (1, newer.id)
    assert made.median_before == timedelta(hours=4) // MICROSECOND
    assert made.median_after == timedelta(hours=2) // MICROSECOND
    assert made.was[0][2] == made.median_before
    with pytest.raises(DatabaseError, match="append-only"), runtime.writing() as session:
        session.execute(delete(Remeasuring))


def _staffed(runtime: Runtime) -> timedelta:
    with runtime.reading() as session:
        return (session.scalars(select(Wait)).one().staffed or 0) * MICROSECOND


def _kept(runtime: Runtime) -> list[tuple[str, str]]:
    with runtime.reading() as session:
        acts = select(AuditEvent).where(AuditEvent.what == What.REMEASURED)
        return [(one.who, one.object_name) for one in session.scalars(acts)]
