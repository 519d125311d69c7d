"""How are past waits measured anew by the hours that a team keeps now?

The one act that changes what was measured: somebody senior does it, for a range of days and with
a reason, and both figures stay on record. What was due by then stays due: people were told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions, teams
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.db import table_of
from inbox.errors import Invalid
from inbox.hours import keeping, staffed
from inbox.models import (
    Conversation,
    HoursVersion,
    Priority,
    Remeasuring,
    Team,
    User,
    Wait,
    WaitEnd,
)
from inbox.permissions import Permission
from inbox.reckoning import MICROSECOND
from inbox.reports.figures import Spread, spread_of

MOST_DAYS = 92
LONGEST_REASON = 500
_AROUND_THE_CLOCK = 0
_WAIT = table_of(Wait)
_Row = Row[*tuple[Any, ...]]
_MEASURE = (
    update(_WAIT)
    .where(_WAIT.c.id == bindparam("key"))
    .values(hours_id=bindparam("new_hours_id"), staffed=bindparam("new_staffed"))
)


class NoReason(Invalid):
    """Nobody could defend it later."""

    def __init__(self) -> None:
        super().__init__(Phrase("Write why these waits are measured anew; it stays on record."))


class BadDays(Invalid):
    """Days that cannot be measured at once."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Give two days, the first not after the second, and {most} days at most.",
                most=MOST_DAYS,
            )
        )


class NoHours(Invalid):
    """There is nothing to measure by."""

    def __init__(self) -> None:
        super().__init__(Phrase("Set the hours of this team first."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days of the department, the last included."""

    first: date
    last: date
    zone: ZoneInfo


def days(first: str, last: str, zone: ZoneInfo) -> Days:
    """Read two days. Raises BadDays."""
    try:
        return Days(first=date.fromisoformat(first), last=date.fromisoformat(last), zone=zone)
    except ValueError:
        raise BadDays from None


def remeasure(session: Session, team_id: int, days: Days, *, reason: str, by: User) -> Remeasuring:
    """Measure what a team's people waited on some days by the hours that it keeps now.

    Only waits that have ended. Raises NotYours, NoSuchTeam, NoReason, BadDays or NoHours.
    """
    if not permissions.may(by, Permission.LEAD):
        raise teams.NotYours
    team, because = teams.find(session, team_id), reason.strip()[:LONGEST_REASON]
    if not because:
        raise NoReason
    if not 0 <= (days.last - days.first).days < MOST_DAYS:
        raise BadDays
    version = _newest(session, team)
    rows = _ended(session, team, days)
    now = [_measured(version, row) for row in rows]
    if rows:
        session.execute(_MEASURE, now)
    made = Remeasuring(
        team_id=team.id,
        hours_id=version.id,
        first=days.first,
        last=days.last,
        reason=because,
        waits=len(rows),
        was=[[row.id, row.hours_id, row.staffed] for row in rows],
        made_at=clock.now(session),
        by_id=by.id,
        **_figures(rows, [one["new_staffed"] for one in now]),
    )
    session.add(made)
    session.flush()
    on, detail = On("team", team.id, team.name), {"act": made.id, "waits": made.waits}
    recording.record(session, What.REMEASURED, by=by, on=on, detail=detail)
    return made


def history(session: Session) -> dict[int, list[Remeasuring]]:
    """Return what was measured anew in each team, the newest first."""
    found: dict[int, list[Remeasuring]] = {}
    ordered = (
        select(Remeasuring).options(selectinload(Remeasuring.by)).order_by(Remeasuring.id.desc())
    )
    for one in session.scalars(ordered):
        found.setdefault(one.team_id, []).append(one)
    return found


def _newest(session: Session, team: Team) -> HoursVersion:
    kept = select(HoursVersion).where(HoursVersion.team_id == team.id)
    found = session.scalar(kept.order_by(HoursVersion.id.desc()).limit(1))
    if found is None:
        raise NoHours
    return found


def _ended(session: Session, team: Team, days: Days) -> Sequence[_Row]:
    start, end = (
        datetime.combine(day, time(), days.zone)
        for day in (days.first, days.last + timedelta(days=1))
    )
    columns = (Wait.id, Wait.started_at, Wait.ended_at, Wait.end, Wait.hours_id, Wait.staffed)
    chosen = (
        select(*columns, Conversation.priority)
        .join(Conversation, Conversation.id == Wait.conversation_id)
        .where(
            Conversation.team_id == team.id,
            Wait.started_at >= start,
            Wait.started_at < end,
            Wait.end != WaitEnd.MERGED,
        )
        .order_by(Wait.id)
        .with_for_update(of=Wait)
    )
    return session.execute(chosen).all()


def _measured(version: HoursVersion, row: _Row) -> dict[str, int | None]:
    hours = keeping.of(version)
    if hours is None or (row.priority is Priority.URGENT and version.is_open_to_urgent):
        return {"key": row.id, "new_hours_id": _AROUND_THE_CLOCK, "new_staffed": None}
    length = staffed.between(hours, row.started_at, row.ended_at) // MICROSECOND
    return {"key": row.id, "new_hours_id": version.id, "new_staffed": length}


def _figures(rows: Sequence[_Row], now: Sequence[int | None]) -> dict[str, int | None]:
    before, after = _spread(rows, [row.staffed for row in rows]), _spread(rows, now)
    return {
        "median_before": _microseconds(before.median),
        "median_after": _microseconds(after.median),
        "ninth_before": _microseconds(before.ninth_decile),
        "ninth_after": _microseconds(after.ninth_decile),
    }


def _spread(rows: Sequence[_Row], lengths: Sequence[int | None]) -> Spread:
    return spread_of(
        row.ended_at - row.started_at if length is None else length * MICROSECOND
        for row, length in zip(rows, lengths, strict=True)
        if row.end is WaitEnd.ANSWERED
    )


def _microseconds(length: timedelta | None) -> int | None:
    return None if length is None else length // MICROSECOND
