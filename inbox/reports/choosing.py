"""Which waits does a report look at?

Those of its days are read whole and chosen from here, since all they are chosen by stands beside
what is measured of them: no index serves every condition that a report may have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain

import numpy as np
from sqlalchemy import ColumnElement, and_, func, literal_column, select
from sqlalchemy.orm import Session

from inbox import clock
from inbox.filters.conditions import NOBODY, NONE
from inbox.models import Wait, WaitEnd, measured
from inbox.reckoning import reckoned
from inbox.reports import gathering, keys, tags
from inbox.reports.arrays import Numbers
from inbox.reports.asking import Asked
from inbox.reports.gathering import Waits

Condition = ColumnElement[bool]

START, END = Wait.started_microseconds.expression, Wait.ended_microseconds.expression

# What was merged goes on in an earlier wait. Literal text, for the sake of the partial index (see
# `inbox.views`).
_ONE_PERSON_ONCE: Condition = literal_column('(wait."end" IS NULL OR wait."end" <> \'merged\')')
_MERGED = measured.ENDS[WaitEnd.MERGED]


def began(
    session: Session,
    asked: Asked,
    *,
    beside: Collection[str] = (),
    with_assignees: bool = False,
    among: Condition | None = None,
) -> Waits:
    """Give the waits that began on the days of a report, or those among some."""
    on_its_days = on_days(asked) if among is None else and_(on_days(asked), among)
    return _chosen(
        session,
        asked,
        [on_its_days],
        beside=beside,
        with_assignees=with_assignees,
    )


def running(session: Session, asked: Asked, at: datetime, *, beside: Collection[str] = ()) -> Waits:
    """Give those that ran at a moment, whenever they began: before it, and not over then."""
    by = _by_beginning if _is_early(session, at) else _by_end
    return _chosen(session, asked, by(reckoned(at)), beside=beside)


def _is_early(session: Session, at: datetime) -> bool:
    """Whether a moment is nearer to the first wait than to now."""
    began = select(START).where(_ONE_PERSON_ONCE).order_by(START).limit(1)
    first = session.scalar(began) or 0
    return reckoned(at) - first < reckoned(clock.now(session)) - reckoned(at)


def _by_beginning(moment: int) -> Sequence[Condition]:
    not_over = func.coalesce(END, moment) >= moment
    return [and_(moment > START, not_over, _ONE_PERSON_ONCE)]


def _by_end(moment: int) -> Sequence[Condition]:
    # Apart, so that each is looked up by its end: together all that ever began would be read.
    return [and_(moment > START, over) for over in (END.is_(None), moment <= END)]


def on_days(asked: Asked) -> Condition:
    """Return what holds for waits that began on the days of a report."""
    return and_(reckoned(asked.start) <= START, reckoned(asked.end) > START, _ONE_PERSON_ONCE)


def _chosen(
    session: Session,
    asked: Asked,
    conditions: Sequence[Condition],
    *,
    beside: Collection[str],
    with_assignees: bool = False,
) -> Waits:
    chosen_by = dict(asked.filter.parts)
    waits = gathering.read(
        session,
        asked,
        conditions,
        beside={*beside, *chain.from_iterable(map(keys.told_by, chosen_by))},
        with_assignees=with_assignees or keys.PERSON in chosen_by,
    )
    # The index of those that ended holds the merged ones too.
    holds = waits.end != _MERGED
    for name, given in chosen_by.items():
        holds &= np.isin(_OF_EACH[name](waits), _wanted(session, name, given))
    return waits if holds.all() else waits.at(np.flatnonzero(holds))


def _wanted(session: Session, name: str, given: Sequence[str]) -> Numbers:
    if name == keys.TAG:
        return tags.conversations(session, given)
    number = _NUMBER.get(name, int)
    return np.array([0 if one in (NOBODY, NONE) else number(one) for one in given], np.int64)


_OF_EACH: Mapping[str, Callable[[Waits], Numbers]] = {
    "platform": lambda waits: waits.told(keys.PLACE) // measured.A_PLATFORM,
    "kind": lambda waits: waits.told(keys.PLACE) % measured.A_PLATFORM,
    keys.TAG: lambda waits: waits.told("conversation"),
    **{
        name: keys.of_each(name)
        for name in (keys.ACCOUNT, keys.TEAM, keys.PERSON, keys.LANGUAGE, keys.POST)
    },
}
_NUMBER: Mapping[str, Callable[[str], int]] = {
    "platform": lambda word: measured.PLATFORMS[word],
    "kind": lambda word: measured.KINDS[word],
    keys.LANGUAGE: keys.of_word,
}
