"""What is read of an account behind everything new?

The rest of a first walk, once it has come to what was said before the account was
connected, and posts whose counts differ from the platform's. This has a lane of its own,
whose queue workers empty last, takes a page at a time, and rests in between so that it
leaves most of the platform's calls to new words.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from connectors.errors import ConnectorError, NeedsReconnection, Refused, TryLater
from inbox import clock, comparing, turns
from inbox.models import Cursor, Gap, Lane
from inbox.runtime import Runtime
from inbox.turns import Place, Turn

# Short, since a worker of few does nothing else meanwhile.
LONGEST_TURN = timedelta(seconds=5)
AGAIN_AFTER = timedelta(minutes=1)
REFUSED_AFTER = timedelta(hours=1)


def read(runtime: Runtime, account_id: int) -> None:
    """Read on where it is due. Does nothing while another worker does."""
    turns.take(runtime, account_id, Lane.BULK, _read)


def _read(turn: Turn) -> None:
    end = turn.runtime.clock.now() + LONGEST_TURN
    while turn.runtime.clock.now() < end and (place := _next(turn)):
        try:
            turn.store(place, turn.fetch(place))
        except NeedsReconnection:
            raise
        except ConnectorError as problem:
            _postpone(turn, place, problem)
    with turn.runtime.writing() as session:
        comparing.compare_if_due(session, turn.hold(session))


def _next(turn: Turn) -> Place | None:
    with turn.runtime.reading() as session:
        found = session.execute(
            select(Gap, Cursor.stream)
            .join(Cursor, Cursor.id == Gap.cursor_id)
            .where(
                Cursor.account_id == turn.account_id,
                Gap.is_bulk,
                Gap.filled_at.is_(None),
                Gap.due_at <= clock.now(session),
            )
            .order_by(Gap.id)
            .limit(1)
        ).first()
    if found is None:
        return None
    gap, stream = found
    return Place(gap.cursor_id, stream, since=gap.floor, at=gap.place, gap_id=gap.id)


def _postpone(turn: Turn, place: Place, problem: ConnectorError) -> None:
    """Try again later; from the newest page when the page mark was refused, having expired."""
    now = turn.runtime.clock.now()
    told = problem.retry_at if isinstance(problem, TryLater) else None
    is_refused = isinstance(problem, Refused)
    changed = {"problem": str(problem), "due_at": told or now + AGAIN_AFTER}
    if is_refused:
        changed |= {"place": None}
    if is_refused and place.at is None:
        changed |= {"due_at": now + REFUSED_AFTER}
    with turn.runtime.writing() as session:
        turn.hold(session)
        if is_refused and comparing.is_reading_again(session, place.gap_id):
            # Started again it would read the whole stream, not the post.
            changed = {"problem": str(problem), "filled_at": now}
        session.execute(update(Gap).where(Gap.id == place.gap_id).values(changed))
        comparing.settle(session, place.gap_id)
