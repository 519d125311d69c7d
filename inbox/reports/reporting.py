"""What does a report say?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from connectors.words import Kind, Platform
from inbox import languages
from inbox.db import written_out
from inbox.filters import conditions
from inbox.filters.conditions import NOBODY, NONE
from inbox.models import Account, Post, Team, User
from inbox.reports import backlog, counting, moments, posts, spreads, volume
from inbox.reports.asking import Asked
from inbox.reports.counting import Counted, Counting
from inbox.reports.figures import Figures, Spread
from inbox.reports.keys import (
    ACCOUNT,
    DAY,
    HOUR,
    LANGUAGE,
    PERSON,
    PLACE,
    POST,
    TAG,
    TEAM,
    WEEK,
)
from inbox.reports.volume import Volume
from inbox.views import PLATFORM_NAMES

SUMMARY, BESIDES = "summary", "besides"
GROUPS = (PLACE, ACCOUNT, TEAM, PERSON, TAG, LANGUAGE, POST)
LATER = (HOUR, *GROUPS, BESIDES)
"""Parts that a page of many days fetches one by one."""

EVERYTHING = (SUMMARY, *LATER)
_AT_ONCE = 1000
_ABSENT = {PERSON: NOBODY}
_UNTOLD = Phrase("Not told by their words")
_KINDS = conditions.BY_NAME["kind"].choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Figures of the waits that have one thing in common, and how to ask for these alone."""

    name: str
    figures: Figures
    narrowed: Mapping[str, str] = field(default_factory=dict)
    platform: Platform | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A day or a week of a report, and who was waiting when it was over."""

    first: date
    last: date
    figures: Figures
    waiting_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that one page, table or answer tells of what was asked."""

    asked: Asked
    total: Figures = field(default_factory=Figures)
    before: Figures = field(default_factory=Figures)
    volume: Volume = field(default_factory=Volume)
    so_far: Spread = field(default_factory=Spread)
    so_far_staffed: Spread = field(default_factory=Spread)
    resolutions: Spread = field(default_factory=Spread)
    lags: Mapping[str, Spread] = field(default_factory=dict)
    waiting_at_start: int = 0
    waiting_at_end: int = 0
    stretches: Sequence[Stretch] = ()
    hours: Mapping[int, Figures] = field(default_factory=dict)
    groups: Mapping[str, Sequence[Line]] = field(default_factory=dict)


def report(
    session: Session, asked: Asked, *, by: User, only: Collection[str] = EVERYTHING
) -> Report:
    """Count what is told of the waits that began on some days: all of it, or some parts."""
    names = [name for name in (HOUR, *GROUPS) if name in only]
    read = counting.read(session, asked, names, beside=spreads.TOLD_BY if BESIDES in only else ())
    counted = {name: read.by(name) for name in names}
    found = _summary(session, read, by) if SUMMARY in only else Report(asked=asked)
    found = replace(found, lags=spreads.lags(read.waits)) if BESIDES in only else found
    return replace(
        found,
        hours={int(hour): figures for hour, figures in counted.get(HOUR, {}).items()},
        groups=_groups(session, counted),
    )


def _summary(session: Session, read: Counting, by: User) -> Report:
    asked = read.waits.asked
    by_stretch, stretches = read.by(WEEK if asked.is_long else DAY), _of_days(asked)
    found = [by_stretch.get(_key(one, is_week=asked.is_long), Figures()) for one in stretches]
    at_start, *after_each = backlog.after_each(
        session, read.waits, stretches, [figures.count for figures in found]
    )
    so_far, so_far_staffed = read.so_far()
    return Report(
        asked=asked,
        total=read.total(),
        before=counting.total(session, asked.before),
        volume=volume.written(session, asked, by=by),
        so_far=so_far,
        so_far_staffed=so_far_staffed,
        resolutions=spreads.resolutions(read.waits),
        waiting_at_start=at_start,
        waiting_at_end=after_each[-1],
        stretches=[
            Stretch(first=one.first, last=one.last, figures=figures, waiting_after=waiting)
            for one, figures, waiting in zip(stretches, found, after_each, strict=True)
        ],
    )


def _of_days(asked: Asked) -> list[Asked]:
    """Cut a report into its days, or into weeks from Monday where these are many."""
    days = [asked.first + timedelta(days=number) for number in range(asked.days)]
    if not asked.is_long:
        return [asked.of_days(one, one) for one in days]
    mondays = [asked.first, *(one for one in days[1:] if one.weekday() == 0)]
    ends = [*(one - timedelta(days=1) for one in mondays[1:]), asked.last]
    return [asked.of_days(first, last) for first, last in zip(mondays, ends, strict=True)]


def _key(stretch: Asked, *, is_week: bool) -> str:
    first = stretch.first
    begins = first - timedelta(days=first.weekday()) if is_week else first
    return str(moments.number_of(begins))


def _groups(session: Session, counted: Counted) -> dict[str, list[Line]]:
    names = _names(session, counted)
    nobody = {TEAM: Phrase("No team"), PERSON: Phrase("Nobody on the desk"), LANGUAGE: _UNTOLD}
    return {
        name: [_place(key, one) for key, one in sorted(counted[name].items())]
        if name == PLACE
        else _named(counted, name, names[name], _ABSENT.get(name, NONE), nobody.get(name, ""))
        for name in GROUPS
        if name in counted
    }


def _names(session: Session, counted: Counted) -> dict[str, Mapping[Any, str]]:
    accounts = {one.id: _account(one) for one in session.scalars(select(Account))}
    teams = dict(session.execute(select(Team.id, Team.name)).all())
    people = dict(session.execute(select(User.id, User.name)).all())
    numbers = [int(key) for key in counted.get(POST, {}) if key]
    return {
        ACCOUNT: accounts,
        TEAM: teams,
        PERSON: people,
        TAG: {},
        LANGUAGE: languages.NAMES,
        POST: _posts(session, numbers),
    }


def _posts(session: Session, ids: Sequence[int]) -> dict[int, str]:
    found = {}
    for at in range(0, len(ids), _AT_ONCE):
        asked = select(Post.id, Post.text).where(Post.id.in_(written_out(ids[at : at + _AT_ONCE])))
        for number, words in session.execute(asked):
            found[number] = posts.beginning(number, words)
    return found


def _place(key: str, figures: Figures) -> Line:
    platform, kind = key.split("/")
    return Line(
        name=Phrase(
            "{platform}: {kind}", platform=PLATFORM_NAMES[Platform(platform)], kind=_KINDS[kind]
        ),
        figures=figures,
        narrowed={"platform": platform, "kind": kind},
        platform=Platform(platform),
        kind=Kind(kind),
    )


def _account(one: Account) -> str:
    platform = PLATFORM_NAMES[one.platform]
    return Phrase("{account} on {platform}", account=one.name, platform=platform)


def _named(
    counted: Counted,
    by: str,
    names: Mapping[Any, str],
    absent: str,
    without: str,
) -> list[Line]:
    called = {str(key): name for key, name in names.items()}
    lines = [
        Line(
            name=called.get(key, key) if key else without,
            figures=figures,
            narrowed={by: key or absent},
        )
        for key, figures in counted[by].items()
        # What was written under no post has no line: nobody can ask for it.
        if key or by != POST
    ]
    # By name, and whoever has none at the end: nobody is ranked.
    return sorted(lines, key=lambda line: (line.narrowed[by] == absent, line.name.casefold()))
