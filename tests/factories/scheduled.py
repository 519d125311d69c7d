"""Reports that are sent by e-mail, and the rounds that send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inbox import mail_sending, mailing, scheduling
from inbox.models import ReportSchedule, User
from inbox.report_mail import keeping
from inbox.report_mail.keeping import Wanted
from inbox.runtime import Runtime


def wanted(people: Sequence[User], /, **given: Any) -> Wanted:
    """Every day at eight."""
    usual = {"rhythm": "day", "time": "08:00", "people": {one.id for one in people}}
    return Wanted(**{**usual, **given})


def scheduled(
    runtime: Runtime, by: User, people: Sequence[User], query: str = "", /, **given: Any
) -> ReportSchedule:
    """Have a report sent to these people."""
    with runtime.writing() as session:
        by = session.merge(by)
        return keeping.add(session, query, wanted(people, **given), by=by)


def round_of_the_house(runtime: Runtime) -> int:
    """What the scheduler does in a round, and the workers after it; say how many were sent."""
    scheduling.issue_reports_due(runtime)
    with runtime.writing() as session:
        due = mailing.nudge_due(session)
    for mail_id in due:
        mail_sending.send(runtime, mail_id)
    return len(due)
