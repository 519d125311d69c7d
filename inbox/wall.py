"""What does a wall display count?

No words, and no resident's name: whoever passes by may read it. Each figure is counted as the
desk and the reports count it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from inbox import broadcasts, clock, live_log, queues, view_parts, views
from inbox.models import User, Wait
from inbox.triage_groups import Group
from inbox.views import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How it stands at a moment.

    `waiting` are all who wait, the longest of them since `waiting_since`. `a_minute` is how many
    comment within a minute, None while nothing is on the air. `at_desk` are the names of staff,
    None where nobody can tell.
    """

    at: datetime
    urgent: int
    urgent_unassigned: int
    overdue: int
    due_soon: int
    unassigned: int
    waiting: int
    waiting_since: datetime | None
    a_minute: int | None
    at_desk: tuple[str, ...] | None


def figures(session: Session, at_desk: Collection[int] | None) -> Figures:
    """Count what stands on the wall; `at_desk` are the numbers of who is there, if it is known."""
    now = clock.now(session)
    shown = counted(now)
    # None of these views differs between people.
    counts = queues.counts(session, User(id=0), list(shown.values()))
    count = {name: counts[view.mark] for name, view in shown.items()}
    waiting, since = _waiting(session)
    return Figures(
        at=now,
        urgent=count["urgent"],
        urgent_unassigned=count["urgent_unassigned"],
        overdue=count["overdue"],
        due_soon=count["due_soon"],
        unassigned=count["unassigned"],
        waiting=waiting,
        waiting_since=since,
        a_minute=_a_minute(session),
        at_desk=None if at_desk is None else _names(session, at_desk),
    )


def counted(now: datetime) -> Mapping[str, View]:
    """Return the views of the desk that are counted at a moment, by the name of their figure."""
    urgent, unassigned = views.find("urgent"), views.find("unassigned")
    return {
        "urgent": urgent,
        "urgent_unassigned": replace(
            urgent,
            key="urgent#unassigned",
            condition=lambda user: and_(urgent.condition(user), unassigned.condition(user)),
        ),
        "overdue": views.find("overdue"),
        "due_soon": view_parts.part(views.find("open"), Group.SOON, now),
        "unassigned": unassigned,
    }


# As reports do: whoever waits in a snoozed conversation is not forgotten.
def _waiting(session: Session) -> tuple[int, datetime | None]:
    oldest = func.min(Wait.started_at, type_=Wait.started_at.type)
    row = session.execute(select(func.count(), oldest).where(Wait.ended_at.is_(None))).one()
    return row[0], row[1]


def _a_minute(session: Session) -> int | None:
    running = broadcasts.on_air(session)
    return sum(live_log.figures(session, one.id).a_minute for one in running) if running else None


def _names(session: Session, numbers: Collection[int]) -> tuple[str, ...]:
    here = User.id.in_(numbers), User.is_active, User.away_since.is_(None)
    return tuple(session.scalars(select(User.name).where(*here).order_by(User.name, User.id)))
