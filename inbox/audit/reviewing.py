"""What happened in a week, what of it is unusual, and who looked through it?

CJIS Security Policy, AU-6: the log is reviewed weekly. A review is signed when its week is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from connectors.phrases import Phrase
from inbox import clock
from inbox.audit import recording, searching
from inbox.audit.recording import On
from inbox.audit.what import Outcome, What
from inbox.errors import Conflict, Invalid
from inbox.models import AuditAlarm, AuditEvent, AuditHead, AuditReview, User

WEEK = timedelta(days=7)
WEEKS_SHOWN = 8
LONGEST_NOTE = 4000
# From so many in a week by one person on, somebody should ask why.
MANY = {What.EXPORTED: 10, What.MODERATION_ASKED: 20, What.PRIVATE_READ: 300}
# Each of these is worth a look by itself.
RARE = (What.SIGN_IN_LOCKED, What.REFUSED, What.TOKEN_REFUSED, What.KEY_ROTATED)


class NotOver(Conflict):
    """What has not happened yet cannot be looked through."""

    def __init__(self) -> None:
        super().__init__(Phrase("This week is not over. It can be signed from Monday on."))


class NoteNeeded(Invalid):
    """A signature under nothing."""

    def __init__(self) -> None:
        super().__init__(Phrase("Write what you looked at and what you found."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often an act was done in a week, and how often it failed."""

    what: str
    done: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """Something to look at: an act, how often, and by whom if by one person."""

    what: str
    count: int
    who: str = ""
    user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of the department, from Monday on, with what was kept of it.

    `alarms` is how often the log could not be written.
    """

    first: date
    counts: Sequence[Counted]
    unusual: Sequence[Unusual]
    alarms: int
    reviews: Sequence[AuditReview]
    is_over: bool

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + WEEK - timedelta(days=1)


def week(session: Session, day: date) -> Week:
    """Return the week in which a day lies."""
    first = _monday(day)
    within = _within(session, AuditEvent.occurred_at, first)
    return Week(
        first=first,
        counts=_counts(session, within),
        unusual=[*_rare(session, within), *_many(session, within)],
        alarms=_alarms(session, first),
        reviews=_reviews(session, first),
        is_over=first < present(session),
    )


def sign(session: Session, day: date, note: str, *, by: User) -> None:
    """Sign that somebody looked through a week. Raises NotOver or NoteNeeded."""
    first, note = _monday(day), note.strip()[:LONGEST_NOTE]
    if first >= present(session):
        raise NotOver
    if not note:
        raise NoteNeeded
    head = session.get(AuditHead, 1)
    session.add(
        AuditReview(
            week=first,
            user_id=by.id,
            signed_at=clock.now(session),
            note=note,
            last_id=head.count if head else 0,
            last_digest=head.digest if head else b"",
        )
    )
    on = On("week", None, first.isoformat())
    recording.record(session, What.LOG_REVIEWED, by=by, on=on, detail={"note": note})


def missing(session: Session) -> list[date]:
    """Return the Mondays of the last weeks that are over and that nobody signed, newest first."""
    begun = session.scalar(select(func.min(AuditEvent.occurred_at)))
    if begun is None:
        return []
    since = _monday(begun.astimezone(session.info["settings"].time_zone).date())
    ahead = (present(session) - WEEK * number for number in range(1, WEEKS_SHOWN + 1))
    signed = set(session.scalars(select(AuditReview.week)))
    return [one for one in ahead if one >= since and one not in signed]


def present(session: Session) -> date:
    """Return the Monday of the week in which we are."""
    zone = session.info["settings"].time_zone
    return _monday(clock.now(session).astimezone(zone).date())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _within(
    session: Session, moment: InstrumentedAttribute[datetime], first: date
) -> ColumnElement[bool]:
    begins, ends = searching.begins(session, first), searching.begins(session, first + WEEK)
    return (moment >= begins) & (moment < ends)


def _counts(session: Session, within: ColumnElement[bool]) -> list[Counted]:
    failed = func.count().filter(AuditEvent.outcome == Outcome.FAILURE.value)
    found = (
        select(AuditEvent.what, func.count(), failed)
        .where(within, AuditEvent.what != What.LOG_WORKS.value)
        .group_by(AuditEvent.what)
        .order_by(AuditEvent.what)
    )
    return [
        Counted(what=what, done=every - bad, failed=bad)
        for what, every, bad in session.execute(found)
    ]


def _rare(session: Session, within: ColumnElement[bool]) -> list[Unusual]:
    counted = (
        select(AuditEvent.what, func.count())
        .where(within, AuditEvent.what.in_([one.value for one in RARE]))
        .group_by(AuditEvent.what)
    )
    found = dict(session.execute(counted).all())
    return [Unusual(what=one.value, count=found[one.value]) for one in RARE if one.value in found]


def _many(session: Session, within: ColumnElement[bool]) -> list[Unusual]:
    by_person = (
        select(AuditEvent.what, AuditEvent.user_id, func.max(AuditEvent.who), func.count())
        .where(within, AuditEvent.what.in_([one.value for one in MANY]))
        .group_by(AuditEvent.what, AuditEvent.user_id)
        .order_by(func.count().desc())
    )
    return [
        Unusual(what=what, count=count, who=who, user_id=user_id)
        for what, user_id, who, count in session.execute(by_person)
        if count >= MANY[What(what)]
    ]


def _alarms(session: Session, first: date) -> int:
    within = _within(session, AuditAlarm.at, first)
    return session.scalar(select(func.count()).select_from(AuditAlarm).where(within)) or 0


def _reviews(session: Session, first: date) -> Sequence[AuditReview]:
    signed = select(AuditReview).where(AuditReview.week == first).order_by(AuditReview.id)
    return session.scalars(signed.options(joinedload(AuditReview.user))).all()
