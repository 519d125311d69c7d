"""How are waits counted, all of them and by what they have in common?

The database counts them, out of one index (`python -m bench.reports`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    String,
    and_,
    case,
    func,
    literal_column,
    not_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from inbox import clock
from inbox.models import Conversation, Tag, Wait, WaitEnd, conversation_tag
from inbox.reckoning import reckoned
from inbox.reports import choosing, lengths, moments, still_waiting
from inbox.reports.asking import Asked
from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.lengths import Group

TOTAL, DAY, WEEK, HOUR = "total", "day", "week", "hour"
PLACE, ACCOUNT = "place", "account"
TEAM, PERSON, TAG, LANGUAGE, POST = "team", "assignee", "tag", "language", "post"

Counted = Mapping[str, Mapping[str, Figures]]
"""Figures by what is counted by, and by its value, as text; empty where it has none."""

_Row = Row[*tuple[Any, ...]]
_OF_CONVERSATIONS = {TEAM, LANGUAGE, POST}
_NOTHING = ""
_WEEK = 7


def count(session: Session, asked: Asked, by: Sequence[str]) -> Counted:
    """Count the waits that began on the days of a report by each of some things."""
    return {name: _by(session, asked, name) for name in by}


def total(session: Session, asked: Asked) -> Figures:
    """Count all waits that began on the days of a report."""
    return _by(session, asked, TOTAL).get(_NOTHING, Figures())


def statement(asked: Asked, by: str) -> Select[Any]:
    """Return the statement that gives the chosen waits, each with what it is counted by."""
    return _chosen(
        asked,
        by,
        Wait.end,
        type_coerce(choosing.ON_THE_PLATFORM, Wait.is_first.type).label("on_platform"),
        choosing.START.label("start"),
        Wait.staffed.is_not(None).label("is_measured"),
        choosing.END.label("until"),
        Wait.due_microseconds.label("due"),
        Wait.target,
    )


def _chosen(asked: Asked, by: str, *columns: SQLColumnExpression[Any]) -> Select[Any]:
    """Read of the chosen waits no more than is wanted: SQLite sorts all that it is told."""
    chosen = select(_KEYS[by](asked).label("key"), Wait.is_first, *columns).where(
        choosing.began(asked), choosing.chosen(asked)
    )
    if by == TAG:
        of_wait = conversation_tag.c.conversation_id == Wait.conversation_id
        chosen = chosen.join(conversation_tag, of_wait).join(
            Tag, Tag.id == conversation_tag.c.tag_id
        )
    if by in _OF_CONVERSATIONS:
        return choosing.joined(chosen)
    return choosing.of_conversations(chosen, asked)


def _by(session: Session, asked: Asked, name: str) -> dict[str, Figures]:
    now, one = clock.now(session), statement(asked, name).subquery().c
    counted = select(*_counts(one, reckoned(now)))
    if name == TOTAL:
        # All together there is nothing to sort by.
        counted = counted.add_columns(literal_column("''").label("key"))
    else:
        counted = counted.add_columns(one.key).group_by(one.key).order_by(one.key)
    rows = session.execute(counted).all()
    counts: dict[Group, int] = {}
    for row in rows:
        counts |= {(row.key, False): row.following, (row.key, True): row.first}
    by_the_wall = by_hours = _lengths(session, asked, name, choosing.LENGTH, counts)
    if any(row.measured for row in rows):
        staffed = func.coalesce(Wait.staffed, choosing.LENGTH)
        by_hours = _lengths(session, asked, name, staffed, counts)
    ages = _ages(session, asked, name) if any(row.waiting for row in rows) else {}
    return {
        _NOTHING if row.key is None else str(row.key): replace(
            _figures(row, now, by_the_wall, by_hours),
            waiting_longest_staffed=moments.span(ages.get(row.key)),
        )
        for row in rows
        if row.waits
    }


def _ages(session: Session, asked: Asked, name: str) -> Mapping[Any, int]:
    running = _chosen(asked, name, choosing.START.label("start"), Wait.hours_id)
    return still_waiting.longest(session, running)


def _lengths(
    session: Session,
    asked: Asked,
    name: str,
    length: ColumnElement[int],
    counts: Mapping[Group, int],
) -> dict[Group, Spread]:
    answered = _chosen(asked, name, length.label("length")).where(choosing.IS_ANSWERED)
    return lengths.by_group(session, answered, counts)


def _counts(one: Any, now: int) -> list[ColumnElement[Any]]:
    is_running, is_answered = one.end.is_(None), one.end == WaitEnd.ANSWERED
    is_late = func.coalesce(one.until, now) > one.due
    is_within = and_(is_answered, one.until <= one.due)
    columns: list[ColumnElement[Any]] = [
        func.count(one.start).label("waits"),
        _number(is_answered).label("answered"),
        _number(one.end == WaitEnd.NO_REPLY_NEEDED).label("no_reply_needed"),
        _number(one.end == WaitEnd.WITHDRAWN).label("withdrawn"),
        _number(is_running).label("waiting"),
        _number(one.on_platform).label("on_platform"),
        _number(one.is_first).label("firsts"),
        _number(and_(is_answered, one.is_first)).label("first"),
        _number(and_(is_answered, not_(one.is_first))).label("following"),
        _number(and_(is_answered, one.is_measured)).label("measured"),
        func.min(case((is_running, one.start))).label("oldest"),
    ]
    for name, which in (("first", one.is_first), ("following", not_(one.is_first))):
        columns += [
            _number(and_(is_within, which)).label(f"{name}_within"),
            _number(and_(is_late, which)).label(f"{name}_late"),
            func.min(case((which, one.target))).label(f"{name}_shortest"),
            func.max(case((which, one.target))).label(f"{name}_longest"),
        ]
    return columns


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _figures(
    row: _Row, now: datetime, by_the_wall: Mapping[Group, Spread], by_hours: Mapping[Group, Spread]
) -> Figures:
    first, following, nothing = (row.key, True), (row.key, False), Spread()
    return Figures(
        answered=row.answered,
        no_reply_needed=row.no_reply_needed,
        withdrawn=row.withdrawn,
        waiting=row.waiting,
        on_platform=row.on_platform,
        firsts=row.firsts,
        waiting_longest=_age(row.oldest, now),
        first=by_the_wall.get(first, nothing),
        following=by_the_wall.get(following, nothing),
        first_staffed=by_hours.get(first, nothing),
        following_staffed=by_hours.get(following, nothing),
        first_kept=_kept(row, "first"),
        following_kept=_kept(row, "following"),
    )


def _kept(row: _Row, name: str) -> Kept:
    within, late, *targets = (
        getattr(row, f"{name}_{what}") for what in ("within", "late", "shortest", "longest")
    )
    shortest, longest = (None if one is None else timedelta(seconds=one) for one in targets)
    return Kept(within=within, late=late, shortest=shortest, longest=longest)


def _age(started: int | None, now: datetime) -> timedelta | None:
    """Return for how long somebody waits; the platform's clock may run ahead of ours."""
    if started is None:
        return None
    return max(timedelta(microseconds=reckoned(now) - started), timedelta())


def _day(asked: Asked) -> ColumnElement[int]:
    return moments.day(choosing.START, asked.first, asked.last, asked.zone)


def _place(_asked: Asked) -> ColumnElement[str]:
    platform, kind = type_coerce(Wait.platform, String), type_coerce(Wait.kind, String)
    return platform + literal_column("'/'") + kind


_KEYS: dict[str, Callable[[Asked], ColumnElement[Any]]] = {
    TOTAL: lambda _: literal_column("''"),
    DAY: _day,
    WEEK: lambda asked: moments.monday(_day(asked)),
    HOUR: lambda asked: moments.hour_of_week(choosing.START, asked.first, asked.last, asked.zone),
    PLACE: _place,
    ACCOUNT: lambda _: Wait.account_id.expression,
    TEAM: lambda _: Conversation.team_id.expression,
    PERSON: lambda _: choosing.PERSON,
    TAG: lambda _: Tag.name.expression,
    LANGUAGE: lambda _: Conversation.language.expression,
    POST: lambda _: Conversation.post_id.expression,
}
