"""What became of the newest report that was sent to each, and of those that are on their way?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from inbox.models import Mail, MailState, ReportIssue, ReportSchedule

MOST = 5
"""So many of each schedule are told of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The report of a period, and the e-mail to each person."""

    issue: ReportIssue
    mails: Sequence[Mail]


def newest(
    session: Session, schedules: Sequence[ReportSchedule]
) -> Mapping[int, Sequence[Standing]]:
    """Return by schedule its newest report, and others that did not get out yet, newest first."""
    found: dict[int, list[Standing]] = {one.id: [] for one in schedules}
    issues = session.scalars(_told_of(list(found))).all()
    mails: dict[int | None, list[Mail]] = {}
    chosen = select(Mail).where(Mail.report_issue_id.in_([one.id for one in issues]))
    for mail in session.scalars(chosen.options(selectinload(Mail.user)).order_by(Mail.id)):
        mails.setdefault(mail.report_issue_id, []).append(mail)
    for one in issues:
        if len(found[one.schedule_id]) < MOST:
            found[one.schedule_id].append(Standing(one, mails.get(one.id, [])))
    return found


def _told_of(schedule_ids: Sequence[int]) -> Select[ReportIssue]:
    of_these = ReportIssue.schedule_id.in_(schedule_ids)
    last = select(func.max(ReportIssue.id)).where(of_these).group_by(ReportIssue.schedule_id)
    unsettled = select(Mail.report_issue_id).where(
        Mail.state == MailState.WAITING, Mail.report_issue_id.is_not(None)
    )
    return (
        select(ReportIssue)
        .where(of_these, or_(ReportIssue.id.in_(last), ReportIssue.id.in_(unsettled)))
        .order_by(ReportIssue.id.desc())
    )
