"""Who has which report sent, and to whom?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from inbox.errors import HearbackError
from inbox.models import AuditEvent, ReportSchedule, Role, User
from inbox.report_mail import keeping
from inbox.reports.asking import NothingToChooseBy
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.factories.scheduled import scheduled, wanted


def _every(runtime: Runtime) -> list[ReportSchedule]:
    with runtime.reading() as session:
        return list(keeping.every(session))


def test_a_supervisor_has_a_report_with_its_filter_sent_from_the_next_time_on(
    posted: Runtime, rosa: User, dana: User
) -> None:
    scheduled(posted, rosa, [rosa, dana], "tag=noise&platform=x&from=2026-01-01&to=2026-01-02")

    (one,) = _every(posted)

    assert (one.query, one.time) == ("platform=x&tag=noise", "08:00")
    assert [person.name for person in one.recipients] == ["Dana Ruiz", "Rosa Martinez"]
    assert one.next_at == datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"people": set()}, "Choose who gets"),
        ({"people": {10**9}}, "may read reports"),
        ({"rhythm": "hour"}, "every day, every week or every month"),
        ({"time": "noon"}, "such as 08:00"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(
    posted: Runtime, rosa: User, dana: User, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(HearbackError, match=said):
        scheduled(posted, rosa, [dana], **given)

    assert _every(posted) == []


def test_only_people_who_may_read_reports_get_one(posted: Runtime, there: Make, rosa: User) -> None:
    approver = there.user("Lee Begay", role=Role.APPROVER)
    gone = there.user("Old Hand")
    with posted.writing() as session:
        session.merge(gone).is_active = False

    for person in (approver, gone):
        with pytest.raises(keeping.MayNotRead):
            scheduled(posted, rosa, [rosa, person])


def test_an_unknown_filter_is_refused(posted: Runtime, rosa: User) -> None:
    with pytest.raises(NothingToChooseBy):
        scheduled(posted, rosa, [rosa], "weather=fine")


def test_nobody_but_a_supervisor_sets_any_of_it(posted: Runtime, rosa: User, dana: User) -> None:
    number = scheduled(posted, rosa, [dana]).id

    with posted.writing() as session:
        by = session.merge(dana)
        with pytest.raises(keeping.NotYours):
            keeping.add(session, "", wanted([dana]), by=by)
        with pytest.raises(keeping.NotYours):
            keeping.change(session, number, wanted([dana]), by=by)
        for act in (keeping.pause, keeping.resume, keeping.delete):
            with pytest.raises(keeping.NotYours):
                act(session, number, by=by)


def test_changing_pausing_resuming_and_deleting_are_on_record(
    posted: Runtime, rosa: User, dana: User
) -> None:
    number = scheduled(posted, rosa, [dana]).id
    with posted.writing() as session:
        by = session.merge(rosa)
        keeping.change(session, number, wanted([dana, rosa], rhythm="month"), by=by)
        keeping.pause(session, number, by=by)
        keeping.resume(session, number, by=by)
        keeping.delete(session, number, by=by)

    with posted.reading() as session:
        rows = session.scalars(
            select(AuditEvent)
            .where(AuditEvent.what == "setting.report_mail")
            .order_by(AuditEvent.id)
        ).all()
    details = [json.loads(row.detail) for row in rows]
    assert [one["how"] for one in details] == ["added", "changed", "paused", "resumed", "deleted"]
    assert {row.who for row in rows} == {"Rosa Martinez"}
    assert details[1]["to"] == [dana.id, rosa.id]
    assert _every(posted) == []
    with posted.writing() as session, pytest.raises(keeping.NoSuchSchedule):
        keeping.pause(session, number, by=session.merge(rosa))


def test_more_than_fifty_are_refused(posted: Runtime, rosa: User) -> None:
    for _ in range(keeping.MOST):
        scheduled(posted, rosa, [rosa])

    with pytest.raises(keeping.TooMany):
        scheduled(posted, rosa, [rosa])
