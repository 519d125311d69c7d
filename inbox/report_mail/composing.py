"""What does an e-mail with a report say?

Figures, and the table with all of them. Nothing that anybody wrote to the department is in it,
and posts are called by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock
from inbox.filters import conditions, known
from inbox.mail_server import MailServer
from inbox.models import Mail, ReportIssue, ReportSchedule, Rhythm, User
from inbox.report_mail import issuing, lines
from inbox.reports import asking, reporting, writing
from inbox.reports.asking import Asked
from inbox.reports.keys import POST
from inbox.reports.reporting import Report

LATE = timedelta(minutes=15)
"""A report that leaves so long after it was due says so."""

_OFTEN = {
    Rhythm.DAY: "every day",
    Rhythm.WEEK: "every Monday",
    Rhythm.MONTH: "on the first of every month",
}
_DEFINITION = (
    "A wait runs from a person's first unanswered message, by the platform's own time, to a "
    "person's answer or a reason why none is needed; automatic replies end nothing. It counts on "
    "the day on which it began."
)


def loaded(session: Session, mail: Mail) -> ReportIssue:
    """Return the period that an e-mail is about, with its schedule and who gets it."""
    schedule = selectinload(ReportIssue.schedule)
    return session.scalars(
        select(ReportIssue)
        .where(ReportIssue.id == mail.report_issue_id)
        .options(
            schedule.selectinload(ReportSchedule.recipients),
            schedule.selectinload(ReportSchedule.made_by),
        )
    ).one()


def is_wanted(issue: ReportIssue, person: User) -> bool:
    """Tell whether somebody is to get it still: it is sent, to them, and they may read it."""
    schedule = issue.schedule
    is_sent = schedule.ended_at is None and schedule.paused_at is None
    is_theirs = any(one.id == person.id for one in schedule.recipients)
    return is_sent and is_theirs and issuing.may_get(person)


def message(
    session: Session, issue: ReportIssue, person: User, *, through: MailServer
) -> EmailMessage:
    """Write the report of a period, with all of its figures beside it as a table."""
    zone: ZoneInfo = session.info["settings"].time_zone
    asked = _asked(session, issue, zone, person)
    report = _without_posts(reporting.report(session, asked, by=person))
    written, named = EmailMessage(), lines.days(issue.first, issue.last)
    written["To"] = person.email
    written["Subject"] = f"Hearback report: {named}"
    # The same again when a worker died after it was sent, so that a mailbox can tell.
    written["Message-ID"] = f"<report-{issue.id}-{person.id}@{through.sender.partition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"
    about = _about(session, asked)
    now = clock.now(session)
    written.set_content("\n".join(_text(report, issue, about, now=now, desk=through.desk)) + "\n")
    written.add_attachment(
        writing.as_csv(report, about, str),
        maintype="text",
        subtype="csv",
        params={"charset": "utf-8"},
        filename=f"hearback-{issue.first}-{issue.last}.csv",
    )
    return written


def _asked(session: Session, issue: ReportIssue, zone: ZoneInfo, person: User) -> Asked:
    days = [("from", issue.first.isoformat()), ("to", issue.last.isoformat())]
    today = clock.now(session).astimezone(zone).date()
    chosen = parse_qsl(issue.schedule.query)
    return asking.read([*days, *chosen], today=today, zone=zone, me=person.id)


def _without_posts(report: Report) -> Report:
    """Call posts by their numbers: what they say may stand in no e-mail."""
    posts = [
        replace(line, name=Phrase("post {number}", number=line.narrowed[POST]))
        for line in report.groups.get(POST, ())
    ]
    return replace(report, groups={**report.groups, POST: posts})


def _about(session: Session, asked: Asked) -> str:
    there = known.about(session, [asked.filter])
    said = [f"{lines.days(asked.first, asked.last)}, time of {asked.zone.key}"]
    for name, given in asked.filter.parts:
        condition = conditions.BY_NAME[name]
        called = (
            value if name == POST else condition.choices.get(value) or there.called(name, value)
            for value in given
        )
        said.append(f"{condition.legend}: {', '.join(called)}")
    return ". ".join([*said, *(one.rstrip(".") for one in there.missing(asked.filter))])


def _text(
    report: Report, issue: ReportIssue, about: str, *, now: datetime, desk: str
) -> Iterator[str]:
    zone, schedule = report.asked.zone, issue.schedule
    yield f"{about}."
    yield f"As it stood on {_moment(now, zone)}."
    yield from _lateness(issue, now, zone)
    yield from ("", *lines.told(report), "", *lines.table(report), "")
    yield _DEFINITION
    yield ""
    yield "The same report, with what every word means:"
    yield f"{desk}/reports?{report.asked.query}"
    yield "The attached table holds every figure; lengths of time in it are in seconds."
    yield ""
    often = f"{_OFTEN[schedule.rhythm]} at {schedule.time}"
    yield f"{schedule.made_by.name} has this sent to you {often}."
    yield f"A supervisor changes or stops it: {desk}/reports/schedules"


def _lateness(issue: ReportIssue, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    if now - issue.due_at > LATE:
        was_due = _moment(issue.due_at, zone)
        yield f"This is late: it was due on {was_due} and could not be sent then."
    if issue.left_out:
        yield (
            f"{issue.left_out:,} earlier ones were missed more than "
            f"{issuing.LONGEST_LATE.days} days ago and are not sent; the desk shows these days too."
        )


def _moment(at: datetime, zone: ZoneInfo) -> str:
    there = at.astimezone(zone)
    return f"{there.day} {there:%B %Y at %H:%M}"
