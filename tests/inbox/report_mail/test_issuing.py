"""Is each report sent exactly once, whatever dies, and never to whoever may not read it?"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from inbox import disabling, mail_sending, mailing, scheduling, staffing
from inbox.models import AuditEvent, Mail, MailState, ReportIssue, Role, User
from inbox.report_mail import issuing, keeping
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.mailbox import Mailbox
from tests.factories.making import Make
from tests.factories.scheduled import round_of_the_house, scheduled, wanted


def _to(box: Mailbox) -> list[str]:
    return [str(one["To"]) for one in box.arrived]


def _subjects(box: Mailbox) -> list[str]:
    return [str(one["Subject"]).removeprefix("Hearback report: ") for one in box.arrived]


def test_it_goes_to_each_person_once_for_each_day(
    posted: Runtime, rosa: User, dana: User, clock: SetClock, box: Mailbox
) -> None:
    scheduled(posted, rosa, [rosa, dana])
    clock.advance(hours=17, minutes=59)
    early = round_of_the_house(posted)
    clock.advance(minutes=1)
    for _ in range(3):
        round_of_the_house(posted)
        clock.advance(hours=1)
    clock.advance(hours=21)
    round_of_the_house(posted)

    assert early == 0
    assert sorted(_to(box)) == ["dana@desk.example"] * 2 + ["rosa@desk.example"] * 2
    assert _subjects(box) == ["23 November 2026"] * 2 + ["24 November 2026"] * 2


def test_two_schedulers_that_see_it_due_send_it_once(
    posted: Runtime, rosa: User, clock: SetClock
) -> None:
    number = scheduled(posted, rosa, [rosa]).id
    clock.advance(days=1)

    with posted.writing() as session:
        first = issuing.issue(session, number)
    with posted.writing() as session:
        second = issuing.issue(session, number)

    assert first
    assert second is None


def test_a_scheduler_that_dies_in_between_has_done_nothing(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    number = scheduled(posted, rosa, [rosa]).id
    clock.advance(days=1)

    def die() -> None:
        with posted.writing() as session:
            issuing.issue(session, number)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die()
    for _ in range(2):
        round_of_the_house(posted)

    assert _subjects(box) == ["23 November 2026"]


def test_what_a_dead_worker_held_is_sent_by_another_under_the_same_number(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    scheduled(posted, rosa, [rosa])
    clock.advance(days=1)
    scheduling.issue_reports_due(posted)
    with posted.writing() as session:
        # Whoever claimed it died before anything left.
        mail = session.scalars(select(Mail)).one()
        mail.leased_until, mail.attempts = clock.at + mail_sending.LEASE, 1
        held = mail.id

    mail_sending.send(posted, held)
    assert box.arrived == []
    clock.advance(minutes=2)
    for _ in range(2):
        mail_sending.send(posted, held)

    (arrived,) = box.arrived
    assert arrived["Message-ID"] == f"<report-1-{rosa.id}@hearback.example>"


def test_what_was_missed_is_sent_once_each_and_says_so(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    scheduled(posted, rosa, [rosa])
    # 24, 25 and 26 November at eight have passed when the house is there again.
    clock.advance(days=2, hours=22)
    for _ in range(5):
        round_of_the_house(posted)

    assert _subjects(box) == [f"{day} November 2026" for day in (23, 24, 25)]
    late = "This is late: it was due on {} November 2026 at 08:00 and could not be sent then."
    for arrived, day in zip(box.arrived, (24, 25, 26), strict=True):
        words = arrived.get_body().get_content()  # type: ignore[union-attr]  # it has one
        assert late.format(day) in words


def test_what_was_missed_too_long_ago_is_counted_and_not_sent(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    scheduled(posted, rosa, [rosa])
    clock.advance(days=40)
    for _ in range(60):
        round_of_the_house(posted)

    assert len(box.arrived) == issuing.LONGEST_LATE.days
    words = box.arrived[0].get_body().get_content()  # type: ignore[union-attr]  # it has one
    assert "9 earlier ones were missed more than 31 days ago" in words
    assert _subjects(box)[-1] == "1 January 2027"


def test_at_its_time_it_is_not_called_late(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    scheduled(posted, rosa, [rosa])
    clock.advance(hours=18, seconds=1)
    round_of_the_house(posted)

    (arrived,) = box.arrived
    assert "This is late" not in arrived.get_body().get_content()  # type: ignore[union-attr]  # it has one


def test_whoever_loses_the_role_gets_nothing_more(
    posted: Runtime, there: Make, rosa: User, dana: User, clock: SetClock, box: Mailbox
) -> None:
    alex = there.user("Alex Reyes", role=Role.ADMINISTRATOR)
    scheduled(posted, rosa, [rosa, dana])
    with posted.writing() as session:
        staffing.give_role(session, dana.id, Role.APPROVER, by=session.merge(alex))
    clock.advance(days=1)
    for _ in range(2):
        round_of_the_house(posted)

    assert _to(box) == ["rosa@desk.example"]


def test_what_was_set_by_somebody_who_may_not_any_more_rests_until_somebody_else_resumes_it(
    posted: Runtime, there: Make, rosa: User, dana: User, clock: SetClock, box: Mailbox
) -> None:
    alex = there.user("Alex Reyes", role=Role.ADMINISTRATOR)
    lee = there.user("Lee Chan", role=Role.SUPERVISOR)
    schedule = scheduled(posted, rosa, [dana])
    with posted.writing() as session:
        staffing.give_role(session, rosa.id, Role.RESPONDER, by=session.merge(alex))
    clock.advance(days=1)
    for _ in range(2):
        round_of_the_house(posted)
    assert _to(box) == []

    with posted.writing() as session:
        keeping.resume(session, schedule.id, by=session.merge(lee))
    clock.advance(days=1)
    for _ in range(2):
        round_of_the_house(posted)

    assert _to(box) == ["dana@desk.example"]


def test_whoever_is_disabled_while_it_is_on_its_way_gets_nothing(
    posted: Runtime, there: Make, rosa: User, dana: User, clock: SetClock, box: Mailbox
) -> None:
    alex = there.user("Alex Reyes", role=Role.ADMINISTRATOR)
    scheduled(posted, rosa, [rosa, dana])
    clock.advance(days=1)
    scheduling.issue_reports_due(posted)
    with posted.writing() as session:
        disabling.disable(session, dana.id, by=session.merge(alex))
    for _ in range(2):
        round_of_the_house(posted)

    assert _to(box) == ["rosa@desk.example"]


def test_paused_nothing_is_sent_and_resumed_it_goes_on_from_then(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    number = scheduled(posted, rosa, [rosa]).id
    with posted.writing() as session:
        keeping.pause(session, number, by=session.merge(rosa))
    clock.advance(days=3)
    round_of_the_house(posted)
    with posted.writing() as session:
        keeping.resume(session, number, by=session.merge(rosa))
    clock.advance(days=1)
    round_of_the_house(posted)

    assert _subjects(box) == ["26 November 2026"]


def test_deleted_while_it_is_on_its_way_it_does_not_leave(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    number = scheduled(posted, rosa, [rosa]).id
    clock.advance(days=1)
    scheduling.issue_reports_due(posted)
    with posted.writing() as session:
        keeping.delete(session, number, by=session.merge(rosa))
    round_of_the_house(posted)

    assert box.arrived == []
    with posted.reading() as session:
        assert session.scalars(select(Mail.state)).all() == [MailState.NEEDLESS]


def test_at_another_time_of_the_same_day_the_same_days_are_not_sent_again(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    number = scheduled(posted, rosa, [rosa]).id
    clock.advance(hours=18)
    round_of_the_house(posted)
    with posted.writing() as session:
        keeping.change(session, number, wanted([rosa], time="17:00"), by=session.merge(rosa))
    clock.advance(hours=10)
    round_of_the_house(posted)
    clock.advance(hours=24)
    round_of_the_house(posted)

    assert _subjects(box) == ["23 November 2026", "24 November 2026"]


def test_a_mail_server_that_is_broken_is_told_of_and_tried_again(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    scheduled(posted, rosa, [rosa])
    clock.advance(days=1)
    box.answer = "451 Come back"
    round_of_the_house(posted)
    with posted.reading() as session:
        mail = session.scalars(select(Mail)).one()
        assert (mail.state, mail.due_at) == (MailState.WAITING, clock.at + timedelta(minutes=1))
        assert mail.problem == "The mail server does not take this address."
    box.answer = "250 OK"
    clock.advance(minutes=1)
    round_of_the_house(posted)

    assert len(box.arrived) == 1
    with posted.reading() as session:
        assert session.scalars(select(Mail.problem)).one() == ""


def test_without_a_mail_server_nothing_is_due(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    lead = make.user(role=Role.SUPERVISOR)
    scheduled(runtime, lead, [lead])
    clock.advance(days=2)

    assert round_of_the_house(runtime) == 0
    with runtime.reading() as session:
        assert session.scalars(select(ReportIssue)).all() == []


def test_every_report_that_leaves_is_on_record_with_who_gets_it(
    posted: Runtime, rosa: User, dana: User, clock: SetClock
) -> None:
    scheduled(posted, rosa, [rosa, dana], "tag=noise")
    clock.advance(days=1)
    round_of_the_house(posted)

    with posted.reading() as session:
        kept = session.scalars(select(AuditEvent).where(AuditEvent.what == "export.mailed")).one()
    assert kept.object_name == "tag=noise"
    assert json.loads(kept.detail) == {
        "from": "2026-11-23",
        "to": "2026-11-23",
        "people": [dana.id, rosa.id],
    }


def test_notices_still_wait_for_their_reader_beside_reports(
    posted: Runtime, rosa: User, clock: SetClock
) -> None:
    scheduled(posted, rosa, [rosa])
    clock.advance(days=1)
    round_of_the_house(posted)

    with posted.reading() as session:
        assert mailing.trouble(session, rosa) == ""
