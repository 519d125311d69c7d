"""When is each stream of an account read next, and where can one read why?

The rules are `inbox.pacing`; here their memory is kept and their decisions are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from connectors.errors import ConnectorError, TryLater
from connectors.pages import Budget, Page
from connectors.registry import CONNECTORS
from connectors.streams import LIVE_COMMENTS, Stream
from inbox import clock
from inbox.models import Account, Cursor, Decision, Lane
from inbox.pacing import behind, planning, words
from inbox.pacing.backing_off import FIRST_REST, LONGEST_REST, back_off, retry_when_told
from inbox.pacing.planning import Paced, plan
from inbox.pacing.rhythm import Rhythm

DECISIONS_KEPT = 200
"""For each account: a day of a quiet one, an hour or two of a busy one."""


def after_page(session: Session, cursor_id: int, page: Page, came: Sequence[datetime]) -> None:
    """Take in a page of a walk towards older messages, and when its news was said."""
    cursor = session.get_one(Cursor, cursor_id)
    now = clock.now(session)
    rhythm = _rhythm(cursor, now).after_page(now, came=came, calls=_calls(page), budget=page.budget)
    cursor.rhythm = rhythm.written()


def after_poll(
    session: Session, account: Account, cursor_id: int, page: Page, came: Sequence[datetime]
) -> None:
    """Take in a poll, and decide anew for all streams that share its calls.

    The caller holds the account's row. A stream that is due already stays due, unless no
    calls are left for it.
    """
    now = clock.now(session)
    cursors = _cursors(session, account)
    cursor = cursors[cursor_id]
    rhythm = _rhythm(cursor, now).after_poll(
        now, came=came, calls=_calls(page), budget=page.budget, fresh_at=_newest_post(page)
    )
    cursor.rhythm = rhythm.written()
    if (override := _override(session)) is not None:
        rest = _practice_rest(account, cursor, override)
        cursor.due_at, cursor.reason = now + rest, words.override(rest)
        return
    decided = _plan(account, cursors.values(), now)
    _write(cursor, decided[cursor.stream])
    _write_others(cursor, cursors.values(), decided, now)
    if decided[cursor.stream].purse:
        _record(session, cursor, now, brought=len(came), calls=_calls(page))


def rest_behind(session: Session, account: Account, cursor_id: int, page: Page) -> timedelta:
    """Say how long reading that is not urgent rests after a page. The caller holds the row."""
    if _override(session) is not None:
        return timedelta()
    now, cursors = clock.now(session), _cursors(session, account)
    decided = _plan(account, cursors.values(), now)
    return behind.rest_behind(decided[cursors[cursor_id].stream], _calls(page), now)


def after_failure(
    session: Session, account: Account, cursor_id: int, problem: ConnectorError
) -> None:
    """Let a stream rest after a poll that failed: when the platform says, or ever longer.

    The caller holds the account's row. Streams that share its calls rest too when it is
    the platform that named the time.
    """
    now = clock.now(session)
    cursors = _cursors(session, account)
    cursor = cursors[cursor_id]
    rhythm = _rhythm(cursor, now).after_failure()
    told = problem.retry_at if isinstance(problem, TryLater) else None
    cursor.due_at = _retry_at(session, cursor, rhythm, told)
    cursor.problem = str(problem)
    cursor.failing_since = cursor.failing_since or now
    cursor.reason = words.failure(cursor.due_at, now, rhythm.failures, str(problem))
    stream = stream_of(account, cursor.stream)
    if told and told > now and stream.allowance:
        used_up = Budget(remaining=0, limit=stream.allowance.calls, resets_at=told)
        rhythm = rhythm.told(used_up, now)
    cursor.rhythm = rhythm.written()
    if stream.allowance and _override(session) is None:
        decided = _plan(account, cursors.values(), now)
        _write_others(cursor, cursors.values(), decided, now)
        _record(session, cursor, now, brought=0, calls=1)


def streams(session: Session, account_id: int) -> Sequence[Cursor]:
    """Return an account's streams: when each is due and, in `reason`, why then."""
    return session.scalars(
        select(Cursor).where(Cursor.account_id == account_id).order_by(Cursor.id)
    ).all()


def rests(session: Session, account: Account, cursors: Sequence[Cursor]) -> dict[int, datetime]:
    """Return until when streams must be left alone, by their numbers.

    They failed and wait for their next try, or no calls are left for reading.
    """
    now = clock.now(session)
    resting = {one.id: one.due_at for one in cursors if one.problem and one.due_at > now}
    if _override(session) is None:
        decided = _plan(account, cursors, now)
        for one in cursors:
            purse = decided[one.stream].purse
            if purse and purse.closed_until and purse.closed_until > now:
                resting[one.id] = max(purse.closed_until, resting.get(one.id, now))
    return resting


def decisions(session: Session, account_id: int, most: int = DECISIONS_KEPT) -> Sequence[Decision]:
    """Return the latest decisions about an account's streams, the newest first."""
    return session.scalars(
        select(Decision)
        .where(Decision.account_id == account_id)
        .order_by(Decision.id.desc())
        .limit(most)
    ).all()


def stream_of(account: Account, name: str) -> Stream:
    """Return what a connector says of one of its streams."""
    connector = CONNECTORS[account.connector]
    if name.startswith(LIVE_COMMENTS) and connector.live:
        return connector.live
    return connector.streams[name]


def is_known(account: Account, name: str) -> bool:
    """Tell whether an account's connector reads a stream of this name (still)."""
    connector = CONNECTORS[account.connector]
    return name in connector.streams or (
        name.startswith(LIVE_COMMENTS) and connector.live is not None
    )


def _plan(
    account: Account, cursors: Iterable[Cursor], now: datetime
) -> dict[str, planning.Decision]:
    known = {
        cursor.stream: Paced(stream_of(account, cursor.stream), _rhythm(cursor, now))
        for cursor in cursors
    }
    return plan(known, now)


def _write(cursor: Cursor, decided: planning.Decision) -> None:
    cursor.due_at, cursor.reason = decided.due_at, words.reason(decided)


def _write_others(
    cursor: Cursor,
    cursors: Iterable[Cursor],
    decided: dict[str, planning.Decision],
    now: datetime,
) -> None:
    allowance = decided[cursor.stream].stream.allowance
    for other in cursors:
        theirs = decided[other.stream]
        is_mate = allowance is not None and theirs.stream.allowance == allowance
        # What is due is about to be read: only a lack of calls may put it off.
        can_move = other.due_at > now or theirs.purse_is_closed
        if is_mate and other is not cursor and other.problem is None and can_move:
            _write(other, theirs)


def _record(session: Session, cursor: Cursor, now: datetime, *, brought: int, calls: int) -> None:
    session.add(
        Decision(
            account_id=cursor.account_id,
            stream=cursor.stream,
            decided_at=now,
            due_at=cursor.due_at,
            brought=brought,
            calls=calls,
            reason=cursor.reason or "",
        )
    )
    latest = (
        select(Decision.id)
        .where(Decision.account_id == cursor.account_id)
        .order_by(Decision.id.desc())
        .offset(DECISIONS_KEPT)
        .limit(1)
        .scalar_subquery()
    )
    session.execute(
        delete(Decision)
        .where(Decision.account_id == cursor.account_id, Decision.id <= latest)
        .execution_options(synchronize_session=False)
    )


def _retry_at(session: Session, cursor: Cursor, rhythm: Rhythm, told: datetime | None) -> datetime:
    now = clock.now(session)
    # Whoever sets the pace by hand practises; nobody practises waiting.
    longest = LONGEST_REST if _override(session) is None else FIRST_REST
    chance = Random(f"{cursor.id} {rhythm.failures} {now}")  # noqa: S311 - chance, not secrecy
    if told:
        return retry_when_told(told, chance)
    return now + back_off(rhythm.failures, chance, longest=longest)


def _practice_rest(account: Account, cursor: Cursor, override: timedelta) -> timedelta:
    # A broadcast is never read more slowly than it would be without the setting.
    is_live = cursor.lane is Lane.LIVE
    return min(override, stream_of(account, cursor.stream).interval) if is_live else override


def _override(session: Session) -> timedelta | None:
    override: timedelta | None = session.info["settings"].poll_interval
    return override


def _cursors(session: Session, account: Account) -> dict[int, Cursor]:
    # Read anew: what moved the cursor before wrote past this session's objects.
    found = session.scalars(
        select(Cursor)
        .where(Cursor.account_id == account.id)
        .order_by(Cursor.id)
        .execution_options(populate_existing=True)
    )
    return {cursor.id: cursor for cursor in found}


def _rhythm(cursor: Cursor, now: datetime) -> Rhythm:
    return Rhythm.read(cursor.rhythm) if cursor.rhythm else Rhythm.new(now)


def _calls(page: Page) -> int:
    # Every answer that said something is kept as a raw body; an empty one was a call as well.
    return max(len(page.bodies), 1)


def _newest_post(page: Page) -> datetime | None:
    times = (item.post.published_at for item in page.items if item.post)
    return max((at for at in times if at), default=None)
