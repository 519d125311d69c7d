"""How much staffed time has passed for those who still wait?

A database cannot tell: it depends on the hours that each is measured by, and on now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from inbox import clock
from inbox.hours import adding_up
from inbox.hours.adding_up import AROUND_THE_CLOCK
from inbox.models import Wait
from inbox.reckoning import reckoned
from inbox.reports import choosing
from inbox.reports.asking import Asked

# By the column that is indexed first, so that nobody who was answered is read.
_RUNS = choosing.END.is_(None)


def longest(session: Session, chosen: Select[Any]) -> Mapping[Any, int]:
    """Return by `key` the most staffed microseconds that one of the chosen waits so far.

    Of those with the same hours it is whoever began first.
    """
    one = chosen.where(_RUNS).subquery().c
    earliest = select(one.key, one.hours_id, func.min(one.start)).group_by(one.key, one.hours_id)
    rows = session.execute(earliest).all()
    passed = _passed(session, [(hours_id, start) for _key, hours_id, start in rows])
    found: dict[Any, int] = {}
    for (key, _hours_id, _start), age in zip(rows, passed, strict=True):
        found[key] = max(age, found.get(key, 0))
    return found


def firsts(session: Session, asked: Asked) -> list[int]:
    """Return the staffed microseconds so far of everyone who waits for a first response."""
    chosen = (_RUNS, Wait.is_first, choosing.began(asked), choosing.chosen(asked))
    running = select(Wait.hours_id, choosing.START).select_from(Wait).where(*chosen)
    rows = session.execute(choosing.of_conversations(running, asked))
    return _passed(session, [(hours_id, start) for hours_id, start in rows])


def _passed(session: Session, begun: list[tuple[int | None, int]]) -> list[int]:
    sums = adding_up.sums(session, {hours_id for hours_id, _ in begun if hours_id})
    now = reckoned(clock.now(session))
    return [
        sums.get(hours_id or 0, AROUND_THE_CLOCK).between(start, now) for hours_id, start in begun
    ]
