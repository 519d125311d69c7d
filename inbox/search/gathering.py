"""How are matches gathered, one a conversation, without ever looking at all of them?

The way back through time is walked in bounded steps. Where a search asks for a
state that changes (open, tagged, mine), so many matches at most are held against
it; when few fit, the page is short and says how far back it looked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from inbox.db import planned_afresh, written_out
from inbox.models import Conversation, SearchEntry
from inbox.search import matching
from inbox.search.filters import Narrowed

STEPS = (2, 4, 6, 6)
"""How many matches each step takes for every conversation that is wanted, beside a few.

The first mostly finds them all. Of a rare phrase each match more is thousands of entries looked at.
"""
A_FEW = 10
SHORT_STEP = 80
LONG_STEP = 2_000
"""How many matches are held against a state first, mostly enough, and then at most."""

FEW = 500
"""So many conversations in a state are looked through one by one when no words are asked for."""

Match = Row[Any]


@dataclass(slots=True)
class Gathered:
    """Matches, newest first, one a conversation; the walk ended before `end`."""

    end: int
    matches: list[Match] = field(default_factory=list)
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """Some matches that fit, the place where the step ended, and whether nothing is left."""

    matches: list[Match]
    end: int
    is_last: bool


def gather(
    session: Session,
    asked: Narrowed,
    *,
    end: int,
    limit: int,
    but: set[int],
    steps: Sequence[int] = STEPS,
) -> Gathered:
    """Walk back from `end` until `limit` conversations are found, those in `but` passed over."""
    gathered = Gathered(end=end, is_last=asked.expression.is_impossible or asked.first >= end)
    taken = set(but)
    lengths = _of_a_state(gathered, limit) if asked.states else _of_words(steps, limit)
    for length in lengths:
        if gathered.is_last or len(gathered.matches) == limit:
            break
        step = _step(session, asked, gathered.end, length)
        if end < asked.end:
            taken |= _shown_before(session, asked, step.matches, end)
        _take(gathered, step, taken, limit)
    return gathered


def _of_words(steps: Sequence[int], limit: int) -> Iterator[int]:
    return (times * limit + A_FEW for times in steps)


def _of_a_state(gathered: Gathered, limit: int) -> Iterator[int]:
    """Say how many matches each step is to be held against a state, by how many fitted so far."""
    length, left = SHORT_STEP, LONG_STEP
    while left > 0:
        before = len(gathered.matches)
        yield length
        left -= length
        fitted, missing = len(gathered.matches) - before, limit - len(gathered.matches)
        # Twice what it takes at that rate.
        length = min(left, 2 * length * missing // fitted) if fitted else left


def _take(gathered: Gathered, step: _Step, taken: set[int], limit: int) -> None:
    for one in step.matches:
        if one.conversation_id in taken:
            continue
        if len(gathered.matches) == limit:
            return
        taken.add(one.conversation_id)
        gathered.matches.append(one)
        gathered.end = one.place
    gathered.end, gathered.is_last = step.end, step.is_last


def _step(session: Session, asked: Narrowed, end: int, length: int) -> _Step:
    if asked.states and asked.expression.is_empty:
        few = _few(session, asked)
        if few is not None:
            return _of_few(session, asked, few, end, length)
    query, place = matching.entries(session, asked.expression)
    place = matching.by_time(session, asked.expression, place, wanted=length, before=end)
    query = query.where(place < end, place >= asked.first).order_by(place.desc())
    if asked.states:
        return _held_against(session, asked, query.limit(length), end, length)
    rows = _rows(session, query.limit(length))
    return _Step(rows, rows[-1].place if rows else end, is_last=len(rows) < length)


def _of_few(session: Session, asked: Narrowed, few: Sequence[int], end: int, length: int) -> _Step:
    """Take the newest entry of each of some conversations, all of which fit."""
    newest = func.max(SearchEntry.place)
    places = (
        select(newest.label("place"))
        .where(
            SearchEntry.conversation_id.in_(written_out(few)),
            SearchEntry.place >= asked.first,
            SearchEntry.place < asked.end,
        )
        .group_by(SearchEntry.conversation_id)
        .having(newest < end)
        .order_by(newest.desc())
        .limit(length)
        .subquery()
    )
    query, place = matching.entries(session, asked.expression)
    query = query.join(places, places.c.place == SearchEntry.place).order_by(place.desc())
    rows = _rows(session, query)
    return _Step(rows, rows[-1].place if rows else end, is_last=len(rows) < length)


def _held_against(
    session: Session, asked: Narrowed, query: Select[Any], end: int, length: int
) -> _Step:
    """Take a long step and keep what fits the states; its last row only says where it ended."""
    step = query.cte("step").prefix_with("MATERIALIZED")
    looked = select(func.count()).select_from(step).scalar_subquery()
    last = step.c.place == select(func.min(step.c.place)).scalar_subquery()
    fits = and_(*asked.states)
    # By these alone most are left out, before any conversation is looked up.
    held = (step.c.conversation_id.in_(holders) for holders in asked.holders)
    rows = _rows(
        session,
        select(step, fits.label("fits"), looked.label("looked"))
        .join(Conversation, Conversation.id == step.c.conversation_id)
        .where(or_(fits, last), *(or_(one, last) for one in held))
        .order_by(step.c.place.desc()),
    )
    fitting = [row for row in rows if row.fits]
    is_last = not rows or rows[0].looked < length
    return _Step(fitting, rows[-1].place if rows else end, is_last)


def _few(session: Session, asked: Narrowed) -> list[int] | None:
    """Return the conversations in these states where they are few; else None."""
    wanted = select(Conversation.id).where(*asked.states)
    for holders in asked.holders:
        wanted = wanted.where(Conversation.id.in_(holders))
    # What changes is mostly young, so the youngest tell soonest that they are many.
    wanted = wanted.order_by(Conversation.id.desc()).limit(FEW + 1)
    ids = session.scalars(planned_afresh(wanted)).all()
    return list(ids) if len(ids) <= FEW else None


def _shown_before(
    session: Session, asked: Narrowed, matches: Sequence[Match], end: int
) -> set[int]:
    """Return which conversations stood on an earlier page, by a newer match."""
    ids = {one.conversation_id for one in matches}
    newer = select(SearchEntry.conversation_id).where(
        SearchEntry.conversation_id.in_(ids),
        SearchEntry.place >= end,
        SearchEntry.place < asked.end,
    )
    if not asked.expression.is_empty:
        newer = newer.where(matching.is_match(session, asked.expression))
    return {row.conversation_id for row in _rows(session, newer.distinct())} if ids else set()


def _rows(session: Session, query: Select[Any]) -> list[Match]:
    return list(session.execute(planned_afresh(query)))
