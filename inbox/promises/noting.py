"""What does a report read of the hours and the target of a wait?

It stands at the wait itself, so that a report is one walk over one index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from inbox.db import table_of
from inbox.hours import staffed
from inbox.models import PromiseKind, Wait
from inbox.promises.case import Case, Noted, Waited
from inbox.reckoning import MICROSECOND

_WAIT = table_of(Wait)
_NOTE = (
    update(_WAIT)
    .where(_WAIT.c.id == bindparam("key"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("hours_id", "staffed", "target", "due_at")}
    )
)


def note(session: Session, cases: Iterable[Case]) -> None:
    """Write at each wait of some conversations what holds for it, where that differs."""
    pairs = [(one, _of(case, one)) for case in cases for one in case.waits]
    changed = [
        {"key": wait.id, **{f"new_{name}": value for name, value in asdict(now).items()}}
        for wait, now in pairs
        if now != wait.noted
    ]
    if changed:
        session.execute(_NOTE, changed)


def _of(case: Case, wait: Waited) -> Noted:
    promised = next(
        (
            one
            for one in case.promises
            if one.wait_id == wait.id and one.kind is not PromiseKind.RESOLUTION
        ),
        None,
    )
    return Noted(
        hours_id=wait.hours_id,
        staffed=_staffed(wait),
        target=promised.target if promised else None,
        due_at=promised.due_at if promised else None,
    )


def _staffed(wait: Waited) -> int | None:
    """Return how much of an ended wait was staffed; around the clock it is its length."""
    if wait.ended_at is None or wait.hours is None:
        return None
    return staffed.between(wait.hours, wait.started_at, wait.ended_at) // MICROSECOND
