"""What stands in the log, by who, what, when and outcome?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import db
from inbox.audit.what import What
from inbox.errors import Invalid
from inbox.models import AuditEvent, AuditHead

PAGE_LENGTH = 50
MOST_EXPORTED = 100_000
NOBODY = 0
"""Stands for whoever nobody knows: strangers, the command line and the desk itself."""


class BadPlace(Invalid):
    """A paging mark that the log did not give out."""

    def __init__(self) -> None:
        super().__init__(Phrase("This page mark cannot be read. Look from the newest on."))


class TooMuch(Invalid):
    """More than a spreadsheet is good for."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This is more than {most} records. Choose fewer days.", most=MOST_EXPORTED)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for; what is left out is no condition. `what` is an act or a group of them.

    The days are the department's, and both included.
    """

    who: int | None = None
    what: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some records, the newest first, and where to look on."""

    rows: Sequence[AuditEvent]
    next: int | None


def count(session: Session) -> int:
    """Return how many records there are."""
    head = session.get(AuditHead, 1)
    return head.count if head else 0


def page(session: Session, asked: Asked, *, after: int | None = None) -> Page:
    """Return one page of what was asked for. Raises BadPlace."""
    rows = _rows(session, [*_conditions(session, asked), *_after(session, after)], PAGE_LENGTH + 1)
    following = rows[PAGE_LENGTH - 1].id if len(rows) > PAGE_LENGTH else None
    return Page(rows=rows[:PAGE_LENGTH], next=following)


def everything(session: Session, asked: Asked) -> Sequence[AuditEvent]:
    """Return all that was asked for. Raises TooMuch."""
    rows = _rows(session, _conditions(session, asked), MOST_EXPORTED + 1)
    if len(rows) > MOST_EXPORTED:
        raise TooMuch
    return rows


def begins(session: Session, day: date) -> datetime:
    """Return when a day of the department begins."""
    return datetime.combine(day, time(), tzinfo=session.info["settings"].time_zone)


def _rows(
    session: Session, conditions: Sequence[ColumnElement[bool]], most: int
) -> Sequence[AuditEvent]:
    newest = AuditEvent.occurred_at.desc(), AuditEvent.id.desc()
    query = select(AuditEvent).where(*conditions).order_by(*newest).limit(most)
    return session.scalars(db.planned_afresh(query)).all()


def _conditions(session: Session, asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.who is not None:
        found.append(AuditEvent.user_id == (asked.who or None))
    if asked.what:
        found.append(AuditEvent.what.in_(_acts(asked.what)))
    if asked.outcome:
        found.append(AuditEvent.outcome == asked.outcome)
    if asked.first:
        found.append(AuditEvent.occurred_at >= begins(session, asked.first))
    if asked.last:
        until = begins(session, asked.last + timedelta(days=1))
        found.append(AuditEvent.occurred_at < until)
    return found


def _acts(wanted: str) -> list[str]:
    return [one.value for one in What if wanted in (one.value, one.group)]


def _after(session: Session, after: int | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    row = session.get(AuditEvent, after)
    if row is None:
        raise BadPlace
    place = tuple_(AuditEvent.occurred_at, AuditEvent.id)
    return [place < (row.occurred_at, row.id)]
