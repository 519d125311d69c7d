"""How is every stream read soon because somebody asks, and no platform more often than it bears?

Streams are only made due: whoever holds an account's lease reads them (`inbox/holding.py`), so no
two polls of one overlap. Pacing has the last word (docs/pacing.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from inbox import accounts, clock, timeline, timetable
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import Account, AccountState, Cursor, User

JUST_READ = timedelta(seconds=10)
"""A stream that has no shortest rest of its own is not read again within this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """An account of which streams are left alone, and until when."""

    account: Account
    streams: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of asking: how many streams are read now, and which were read a moment ago."""

    asked: int
    fresh: int


def check_all(session: Session, *, by: User) -> Checked:
    """Have every stream of every account read now, save where that would do harm.

    Left alone are accounts that must be connected again, streams whose platform told us to wait
    or did not answer, and what was read a moment ago.
    """
    checked = [_check(session, one.id, by) for one in accounts.everyone(session)]
    return Checked(sum(one.asked for one in checked), sum(one.fresh for one in checked))


def resting(session: Session) -> list[Resting]:
    """Return the accounts of which streams would be left alone now."""
    found = [
        _resting(session, account, _streams(session, account))
        for account in accounts.everyone(session)
        if account.state is AccountState.CONNECTED
    ]
    return [one for one in found if one]


def _check(session: Session, account_id: int, by: User) -> Checked:
    account, now = accounts.locked(session, account_id), clock.now(session)
    if account.state is not AccountState.CONNECTED:
        return Checked(0, 0)
    cursors = _streams(session, account)
    rests = timetable.rests(session, account, cursors)
    able = [one for one in cursors if one.id not in rests]
    asked = [one for one in able if not _is_fresh(account, one, now)]
    for cursor in asked:
        cursor.due_at = min(cursor.due_at, now)
    if asked:
        _keep(session, account, len(asked), by)
    return Checked(len(asked), len(able) - len(asked))


def _streams(session: Session, account: Account) -> list[Cursor]:
    there = timetable.streams(session, account.id)
    return [one for one in there if timetable.is_known(account, one.stream)]


def _keep(session: Session, account: Account, streams: int, by: User) -> None:
    timeline.record_of_account(session, "account.check_asked", account, by=by, streams=streams)
    on = On("account", account.id, account.name)
    recording.record(session, What.ACCOUNT_CHECKED, by=by, on=on, detail={"streams": streams})


def _resting(session: Session, account: Account, cursors: Sequence[Cursor]) -> Resting | None:
    rests = timetable.rests(session, account, cursors)
    if not rests:
        return None
    return Resting(account=account, streams=len(rests), until=min(rests.values()))


def _is_fresh(account: Account, cursor: Cursor, now: datetime) -> bool:
    shortest = timetable.stream_of(account, cursor.stream).fastest or JUST_READ
    return cursor.fetched_at is not None and now < cursor.fetched_at + shortest
