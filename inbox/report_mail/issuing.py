"""Whose report is due, and how is it sent once?

The moment moves on by a conditional update, in one transaction with the period and its e-mails:
a scheduler that dies in between has done nothing, and two of them meet at the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from inbox import clock, mailing, permissions, standing_for
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.config import Settings
from inbox.models import Mail, ReportIssue, ReportSchedule, User
from inbox.permissions import Permission
from inbox.report_mail import rhythm
from inbox.report_mail.rhythm import Period
from inbox.rows import changed

LONGEST_LATE = timedelta(days=31)
"""What was missed longer ago is counted and not sent."""

ROUND_LIMIT = 20


def due(session: Session) -> Sequence[int]:
    """Return the schedules that are due; none while there is nothing to send by."""
    if mailing.server(session) is None:
        return []
    return session.scalars(
        select(ReportSchedule.id)
        .where(
            ReportSchedule.ended_at.is_(None),
            ReportSchedule.paused_at.is_(None),
            ReportSchedule.next_at <= clock.now(session),
        )
        .order_by(ReportSchedule.next_at, ReportSchedule.id)
        .limit(ROUND_LIMIT)
    ).all()


def issue(session: Session, schedule_id: int) -> ReportIssue | None:
    """Have the report of the period that is due sent to everyone who gets it.

    None where it is not due any more, or these days were sent before; and where whoever set it
    may have no reports sent any more, which pauses it until somebody else resumes it.
    """
    schedule = session.get_one(
        ReportSchedule,
        schedule_id,
        options=[selectinload(ReportSchedule.recipients), selectinload(ReportSchedule.made_by)],
        populate_existing=True,
    )
    if not may_have_sent(session, schedule):
        _pause(session, schedule)
        return None
    period, left_out, following = _periods(session, schedule)
    if not _move_on(session, schedule, following) or _was_sent(session, schedule, period):
        return None
    made = ReportIssue(
        schedule_id=schedule.id,
        first=period.first,
        last=period.last,
        due_at=period.due_at,
        made_at=clock.now(session),
        left_out=left_out,
    )
    session.add(made)
    session.flush()
    people = [person for person in schedule.recipients if may_get(person)]
    session.add_all(
        Mail(report_issue_id=made.id, user_id=person.id, due_at=made.made_at) for person in people
    )
    _record(session, schedule, period, people)
    return made


def stuck(session: Session) -> Sequence[ReportSchedule]:
    """Return what is not sent because whoever set it may have none sent any more."""
    still_there = ReportSchedule.ended_at.is_(None)
    known = session.scalars(
        select(ReportSchedule).where(still_there).options(selectinload(ReportSchedule.made_by))
    )
    return [one for one in known if not may_have_sent(session, one)]


def may_get(person: User) -> bool:
    """Tell whether somebody may read reports, still."""
    return person.is_active and permissions.may(person, Permission.REPORT)


def may_have_sent(session: Session, one: ReportSchedule) -> bool:
    """Tell whether whoever set a schedule may have reports sent, still."""
    return standing_for.still_may(session, one.made_by, Permission.MAIL_REPORTS)


def _pause(session: Session, one: ReportSchedule) -> None:
    if one.paused_at or one.ended_at:
        return
    one.paused_at = clock.now(session)
    on, why = On("report schedule", one.id, one.query), "who set it may not any more"
    recording.record(session, What.REPORT_MAIL, on=on, detail={"how": "paused", "why": why})


def _periods(session: Session, one: ReportSchedule) -> tuple[Period, int, Period]:
    """Return the oldest period to send, how many before it are left out, and the one after it."""
    settings: Settings = session.info["settings"]
    zone, earliest = settings.time_zone, clock.now(session) - LONGEST_LATE
    period, left_out = rhythm.due_on(one.rhythm, one.next_at, zone), 0
    ahead = rhythm.following(one.rhythm, one.minute, one.next_at, zone)
    following = next(ahead)
    while period.due_at < earliest and following.due_at <= clock.now(session):
        period, following, left_out = following, next(ahead), left_out + 1
    return period, left_out, following


def _move_on(session: Session, one: ReportSchedule, following: Period) -> bool:
    is_due = (
        ReportSchedule.id == one.id,
        ReportSchedule.ended_at.is_(None),
        ReportSchedule.paused_at.is_(None),
        ReportSchedule.next_at == one.next_at,
        ReportSchedule.next_at <= clock.now(session),
    )
    return changed(session, update(ReportSchedule).where(*is_due).values(next_at=following.due_at))


def _was_sent(session: Session, one: ReportSchedule, period: Period) -> bool:
    sent = select(ReportIssue.id).where(
        ReportIssue.schedule_id == one.id,
        ReportIssue.first == period.first,
        ReportIssue.last == period.last,
    )
    return session.scalar(sent) is not None


def _record(session: Session, one: ReportSchedule, period: Period, people: Sequence[User]) -> None:
    detail = {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "people": [person.id for person in people],
    }
    on = On("report schedule", one.id, one.query)
    recording.record(session, What.REPORT_MAILED, on=on, detail=detail)
