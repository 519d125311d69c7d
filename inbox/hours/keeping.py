"""Which hours does a team keep, and which did it keep before?

Every change makes a new version; none is ever changed. A wait points to the version by which it
is measured, so that no change of hours rewrites what was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions, teams
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid
from inbox.hours import holiday_dates, week
from inbox.hours.week import Hours, Span
from inbox.models import HoursVersion, Team, User
from inbox.permissions import Permission

WEEKDAYS = 7
MOST_EXCEPTIONS = 200
LONGEST_NAME = 80


class NoSuchZone(Invalid):
    """Nobody's clock shows this time."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase(
                "There is no time zone “{name}”. Write one such as America/Denver.", name=name[:64]
            )
        )


class NeverOpen(Invalid):
    """Nothing would ever be due."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("A team is open at some time of the week. Write when, or choose “always open”.")
        )


class UnreadableDay(Invalid):
    """A line of the exceptions names no day."""

    def __init__(self, line: str) -> None:
        super().__init__(
            Phrase(
                "“{line}” cannot be read as a day. Write one a line, such as "
                "2026-12-24 08:00-12:00 Christmas Eve; without times it is closed.",
                line=line[:80],
            )
        )


class TooManyDays(Invalid):
    """More than a page holds."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Keep {most} days that differ at most; past ones can go.", most=MOST_EXCEPTIONS)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Hours as somebody wrote them: seven lines of times, and one for each day that differs."""

    is_always_open: bool
    is_open_to_urgent: bool = True
    time_zone: str = "UTC"
    week: Sequence[str] = ("",) * WEEKDAYS
    holidays_of: str = ""
    exceptions: str = ""


def change(session: Session, team_id: int, wanted: Wanted, *, by: User) -> HoursVersion:
    """Let a team keep other hours from now on. Whatever waits goes on by those it has.

    Raises NoSuchTeam, NotYours, UnreadableTimes, NeverOpen, NoSuchZone, NoSuchCalendar,
    UnreadableDay or TooManyDays.
    """
    if not permissions.may(by, Permission.LEAD):
        raise teams.NotYours
    team, now = teams.find(session, team_id), clock.now(session)
    version = _version(wanted, now)
    version.team_id, version.made_at, version.made_by_id = team.id, now, by.id
    session.add(version)
    session.flush()
    on = On("team", team.id, team.name)
    recording.record(session, What.TEAM_HOURS, by=by, on=on, detail={"version": version.id})
    return version


def history(session: Session) -> dict[int, list[HoursVersion]]:
    """Return each team's versions with who made them, the newest first."""
    found: dict[int, list[HoursVersion]] = {}
    made_by = selectinload(HoursVersion.made_by)
    ordered = select(HoursVersion).options(made_by).order_by(HoursVersion.id.desc())
    for one in session.scalars(ordered):
        found.setdefault(one.team_id, []).append(one)
    return found


def are_kept(session: Session) -> bool:
    """Tell whether any team has hours; without, every moment is staffed."""
    return session.scalar(select(HoursVersion.id).limit(1)) is not None


def every_team(session: Session) -> Sequence[Team]:
    """Return the teams by name."""
    return session.scalars(select(Team).order_by(Team.name)).all()


def written(kept: Sequence[HoursVersion]) -> Wanted | None:
    """Return what a team keeps as somebody would write it; None while it has no hours."""
    if not kept:
        return None
    newest = kept[0]
    lines = (" ".join(filter(None, one)) for one in newest.exceptions)
    return Wanted(
        is_always_open=newest.is_always_open,
        is_open_to_urgent=newest.is_open_to_urgent,
        time_zone=newest.time_zone,
        week=newest.week,
        holidays_of=newest.holidays_of,
        exceptions="\n".join(lines),
    )


def zones() -> list[str]:
    """Return the time zones that can be written, but for those without a place."""
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def of(version: HoursVersion | None) -> Hours | None:
    """Return the hours of a version; None is always open, as is a team without hours."""
    if version is None or version.is_always_open:
        return None
    return _hours(
        version.time_zone,
        tuple(version.week),
        tuple(version.holidays),
        tuple((day, times) for day, times, _name in version.exceptions),
    )


# A desk has a handful of versions, and every deadline asks for one.
@lru_cache(maxsize=256)
def _hours(
    zone: str,
    lines: tuple[str, ...],
    holidays: tuple[str, ...],
    exceptions: tuple[tuple[str, str], ...],
) -> Hours:
    closed: dict[date, tuple[Span, ...]] = {date.fromisoformat(day): () for day in holidays}
    different = {date.fromisoformat(day): week.read(times) for day, times in exceptions}
    return Hours(
        zone=ZoneInfo(zone), week=tuple(week.read(line) for line in lines), days=closed | different
    )


def _version(wanted: Wanted, now: datetime) -> HoursVersion:
    if wanted.is_always_open:
        return _always_open(wanted)
    lines = [week.written(week.read(line)) for line in wanted.week]
    if len(lines) != WEEKDAYS or not any(lines):
        raise NeverOpen
    if wanted.time_zone not in available_timezones():
        raise NoSuchZone(wanted.time_zone)
    place = wanted.holidays_of.strip()
    return HoursVersion(
        is_always_open=False,
        is_open_to_urgent=wanted.is_open_to_urgent,
        time_zone=wanted.time_zone,
        week=lines,
        holidays_of=place.upper(),
        holidays=holiday_dates.of(place, year=now.year),
        exceptions=_exceptions(wanted.exceptions),
    )


def _always_open(wanted: Wanted) -> HoursVersion:
    return HoursVersion(
        is_always_open=True,
        is_open_to_urgent=wanted.is_open_to_urgent,
        time_zone="UTC",
        week=[""] * WEEKDAYS,
        holidays_of="",
        holidays={},
        exceptions=[],
    )


def _exceptions(text: str) -> list[list[str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_EXCEPTIONS:
        raise TooManyDays
    # The last word on a day counts.
    return sorted({one[0]: one for one in map(_exception, lines)}.values())


def _exception(line: str) -> list[str]:
    first, _, rest = line.partition(" ")
    try:
        day = date.fromisoformat(first)
    except ValueError:
        raise UnreadableDay(line) from None
    times = week.leading(rest)
    name = rest[len(times) :].strip()[:LONGEST_NAME]
    return [day.isoformat(), week.written(week.read(times)), name]
