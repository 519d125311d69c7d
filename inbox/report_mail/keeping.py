"""Which reports are sent by e-mail, and who says so?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.config import Settings
from inbox.errors import Conflict, Invalid, NotAllowed, NotFound
from inbox.models import ReportIssue, ReportSchedule, Rhythm, User
from inbox.permissions import Permission
from inbox.report_mail import rhythm
from inbox.reports import asking

MOST = 50


class NotYours(NotAllowed):
    """Figures leave the desk with every e-mail."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only a supervisor has reports sent by e-mail. Ask one of them."))


class NoSuchSchedule(NotFound):
    """It was given up, or there never was one."""

    def __init__(self) -> None:
        super().__init__(Phrase("This report is not sent by e-mail any more."))


class NobodyChosen(Invalid):
    """A report without readers."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose who gets this report."))


class MayNotRead(Invalid):
    """Somebody is chosen who may not read reports."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Only people of the desk who may read reports get them. Choose others.")
        )


class UnknownRhythm(Invalid):
    """Neither every day nor week nor month."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose every day, every week or every month."))


class TooMany(Conflict):
    """More than anybody keeps in mind."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("{most} reports are sent already. Delete one of them first.", most=MOST)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for: how often, at which time of day, for whom."""

    rhythm: str
    time: str
    people: Collection[int]


def everyone(session: Session) -> Sequence[User]:
    """Return who may get a report, by name."""
    readers = permissions.who_may(Permission.REPORT)
    return session.scalars(
        select(User).where(User.is_active, readers).order_by(User.name, User.id)
    ).all()


def every(session: Session) -> Sequence[ReportSchedule]:
    """Return what is sent, the next first, and what is paused at the end."""
    return session.scalars(
        select(ReportSchedule)
        .where(ReportSchedule.ended_at.is_(None))
        .options(selectinload(ReportSchedule.recipients), selectinload(ReportSchedule.made_by))
        .order_by(ReportSchedule.paused_at.is_not(None), ReportSchedule.next_at, ReportSchedule.id)
    ).all()


def add(session: Session, query: str, wanted: Wanted, *, by: User) -> ReportSchedule:
    """Have the report of a filter sent from now on. The filter stands as in an address.

    Raises NotYours, TooMany, NobodyChosen, MayNotRead, UnknownRhythm, UnreadableTime or what
    the filter is refused with.
    """
    _refuse_unless_allowed(by)
    there = select(func.count(ReportSchedule.id)).where(ReportSchedule.ended_at.is_(None))
    if (session.scalar(there) or 0) >= MOST:
        raise TooMany
    now, zone = clock.now(session), _settings(session).time_zone
    asked = asking.read(parse_qsl(query), today=now.date(), zone=zone, me=by.id)
    made = ReportSchedule(query=asked.filter.query, made_by_id=by.id, made_at=now)
    _set(session, made, wanted)
    session.add(made)
    session.flush()
    _record(session, made, by, "added")
    return made


def change(session: Session, number: int, wanted: Wanted, *, by: User) -> ReportSchedule:
    """Send it at other times or to others. Raises as `add` does, and NoSuchSchedule."""
    found = _find(session, number, by)
    _set(session, found, wanted)
    _take_over(session, found, by)
    _record(session, found, by, "changed")
    return found


def pause(session: Session, number: int, *, by: User) -> None:
    """Send it no more until it is resumed. Raises NotYours or NoSuchSchedule."""
    found = _find(session, number, by)
    found.paused_at = found.paused_at or clock.now(session)
    _record(session, found, by, "paused")


def resume(session: Session, number: int, *, by: User) -> None:
    """Send it again, from the next time on. Raises NotYours or NoSuchSchedule."""
    found = _find(session, number, by)
    found.paused_at, found.next_at = None, _next(session, found)
    _take_over(session, found, by)
    _record(session, found, by, "resumed")


def delete(session: Session, number: int, *, by: User) -> None:
    """Send it never again. Raises NotYours or NoSuchSchedule."""
    found = _find(session, number, by)
    found.ended_at = clock.now(session)
    _record(session, found, by, "deleted")


def _refuse_unless_allowed(by: User) -> None:
    if not permissions.may(by, Permission.MAIL_REPORTS):
        raise NotYours


def _find(session: Session, number: int, by: User) -> ReportSchedule:
    _refuse_unless_allowed(by)
    # Held, so that no round of the scheduler moves it on meanwhile.
    found = session.scalar(
        select(ReportSchedule)
        .where(ReportSchedule.id == number, ReportSchedule.ended_at.is_(None))
        .options(selectinload(ReportSchedule.recipients))
        .with_for_update()
    )
    if found is None:
        raise NoSuchSchedule
    return found


# It is sent on the word of whoever set it last, while they may have reports sent.
def _take_over(session: Session, one: ReportSchedule, by: User) -> None:
    if one.made_by_id != by.id:
        one.made_by_id, one.made_at = by.id, clock.now(session)


def _set(session: Session, one: ReportSchedule, wanted: Wanted) -> None:
    if wanted.rhythm not in tuple(Rhythm):
        raise UnknownRhythm
    chosen = [person for person in everyone(session) if person.id in wanted.people]
    if not wanted.people:
        raise NobodyChosen
    if len(chosen) != len(set(wanted.people)):
        raise MayNotRead
    one.rhythm, one.minute = Rhythm(wanted.rhythm), rhythm.minute_of(wanted.time)
    one.recipients = chosen
    one.next_at = _next(session, one)


def _next(session: Session, one: ReportSchedule) -> datetime:
    """Return when it is due next: about days that were not sent yet."""
    days = select(ReportIssue.first, ReportIssue.last)
    sent = set(session.execute(days.where(ReportIssue.schedule_id == one.id)).all())
    zone = _settings(session).time_zone
    ahead = rhythm.following(one.rhythm, one.minute, clock.now(session), zone)
    return next(period.due_at for period in ahead if (period.first, period.last) not in sent)


def _settings(session: Session) -> Settings:
    settings: Settings = session.info["settings"]
    return settings


def _record(session: Session, one: ReportSchedule, by: User, how: str) -> None:
    detail = {
        "how": how,
        "rhythm": str(one.rhythm),
        "time": one.time,
        "query": one.query,
        "to": [person.id for person in one.recipients],
    }
    on = On("report schedule", one.id, one.query)
    recording.record(session, What.REPORT_MAIL, by=by, on=on, detail=detail)
