"""How is every stream read soon because somebody asks, and no platform more often than it bears?

Whoever asks leaves a mark at each account, and the worker that takes it next (`inbox/holding.py`)
has its streams read, so no two polls of one overlap. Pacing has the last word (docs/pacing.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from inbox import clock, timeline, timetable
from inbox.models import Account, Cursor

JUST_READ = timedelta(seconds=10)
"""A stream that has no shortest rest of its own is not read again within this."""


def have_read(session: Session, account: Account) -> None:
    """Have every stream of an account read now, where that was asked, save where it would do harm.

    Left alone are streams whose platform told us to wait or did not answer, and what was read a
    moment ago. The caller holds the account's row.
    """
    if account.check_asked_at is None:
        return
    account.check_asked_at = None
    now, cursors = clock.now(session), _streams(session, account)
    rests = timetable.rests(session, account, cursors)
    able = [one for one in cursors if one.id not in rests]
    asked = [one for one in able if not _is_fresh(account, one, now)]
    for cursor in asked:
        cursor.due_at = min(cursor.due_at, now)
    timeline.record_of_account(
        session,
        "account.checked",
        account,
        streams=len(asked),
        fresh=len(able) - len(asked),
        resting=len(cursors) - len(able),
    )


def _streams(session: Session, account: Account) -> Sequence[Cursor]:
    there = timetable.streams(session, account.id)
    return [one for one in there if timetable.is_known(account, one.stream)]


def _is_fresh(account: Account, cursor: Cursor, now: datetime) -> bool:
    shortest = timetable.stream_of(account, cursor.stream).fastest or JUST_READ
    return cursor.fetched_at is not None and now < cursor.fetched_at + shortest
