"""How is an account read, page by page, so that no page is ever skipped?

The head of a stream is fetched first. When it does not reach what is already
stored, the rest is written down as a gap in the same transaction, and walked
until it closes, now or in a later poll; history is left to `bulk_reading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update

from connectors.errors import ConnectorError, NeedsReconnection, Refused, TryLater
from inbox import (
    accounts,
    checking_now,
    clock,
    subscribing,
    timetable,
    turns,
)
from inbox.intake import missing
from inbox.models import Cursor, Gap, Lane
from inbox.runtime import Runtime
from inbox.turns import Place, Turn

# A broadcast's turn is short: replies share its worker (docs/live_video.md).
LONGEST_TURN = {Lane.POLL: timedelta(seconds=30), Lane.LIVE: timedelta(seconds=5)}


def poll(runtime: Runtime, account_id: int, lane: Lane = Lane.POLL) -> None:
    """Read every stream of a lane that is due. Does nothing while another worker does."""
    turns.take(runtime, account_id, lane, _read)


def _read(turn: Turn) -> None:
    if turn.lane is Lane.POLL:
        _take_up_check(turn)
    read = [_read_stream(turn, head) for head in _heads(turn)]
    if any(read):
        _ask_for_missed(turn)
    _ask_for_pushes(turn)


def _take_up_check(turn: Turn) -> None:
    with turn.runtime.reading() as session:
        is_asked = accounts.find(session, turn.account_id).check_asked_at is not None
    if is_asked:
        with turn.runtime.writing() as session:
            checking_now.have_read(session, turn.hold(session))


def _ask_for_pushes(turn: Turn) -> None:
    with turn.runtime.reading() as session:
        account = accounts.find(session, turn.account_id)
    now = turn.runtime.clock.now()
    if subscribing.is_settled(turn.runtime.settings, account, turn.connector, now):
        with turn.runtime.writing() as session:
            turn.hold(session).subscribed_at = clock.now(session)


def _read_stream(turn: Turn, head: Place) -> bool:
    """Read a stream; tell whether the platform answered. Raises NeedsReconnection."""
    try:
        turn.store(head, turn.fetch(head))
        _fill_gaps(turn, head)
    except NeedsReconnection:
        raise
    except ConnectorError as problem:
        _postpone(turn, head, problem)
        return False
    return True


def _ask_for_missed(turn: Turn) -> None:
    """Ask for messages that a page no longer showed, by a session that has just read.

    What goes wrong here leaves them missed, for the next poll. Raises NeedsReconnection.
    """
    with turn.runtime.reading() as session:
        asked = missing.targets(session, turn.account_id)
    if not asked:
        return
    with suppress(TryLater, Refused):
        asked_at = turn.runtime.clock.now()
        looked = turn.connector.look_up(asked)
        with turn.runtime.writing() as session:
            account = turn.hold(session)
            missing.settle(session, account, asked, looked, asked_at)


def _fill_gaps(turn: Turn, head: Place) -> None:
    end = turn.runtime.clock.now() + LONGEST_TURN[turn.lane]
    with ThreadPoolExecutor(max_workers=1) as ahead:
        while turn.runtime.clock.now() < end and (place := _next_gap(turn, head)):
            try:
                _walk(turn, place, ahead, end)
            except Refused as problem:
                _start_gap_again(turn, head, problem)


def _walk(turn: Turn, place: Place, ahead: ThreadPoolExecutor, end: datetime) -> None:
    """Walk a gap page by page, the next one on its way while this one is stored."""
    coming = ahead.submit(turn.fetch, place)
    while True:
        answer = coming.result()
        following = answer.page.next if turn.runtime.clock.now() < end else None
        if following:
            coming = ahead.submit(turn.fetch, replace(place, at=following))
        goes_on = turn.store(place, answer)
        if following is None or not goes_on:
            return
        place = replace(place, at=following)


def _heads(turn: Turn) -> Iterator[Place]:
    with turn.runtime.reading() as session:
        due = session.scalars(
            select(Cursor.id)
            .where(
                Cursor.account_id == turn.account_id,
                Cursor.lane == turn.lane,
                Cursor.due_at <= clock.now(session),
            )
            .order_by(Cursor.id)
        ).all()
    for cursor_id in due:
        # What came of the stream before may have moved this one: calls may be used up.
        with turn.runtime.reading() as session:
            cursor = session.get(Cursor, cursor_id)
            is_due = cursor is not None and cursor.due_at <= clock.now(session)
        if cursor and is_due:
            yield Place(cursor.id, cursor.stream, since=cursor.position)


def _next_gap(turn: Turn, head: Place) -> Place | None:
    with turn.runtime.reading() as session:
        gap = session.scalar(
            select(Gap)
            .where(Gap.cursor_id == head.cursor_id, Gap.filled_at.is_(None), ~Gap.is_bulk)
            .order_by(Gap.id)
            .limit(1)
        )
    if gap is None:
        return None
    return Place(head.cursor_id, head.stream, since=gap.floor, at=gap.place, gap_id=gap.id)


def _postpone(turn: Turn, head: Place, problem: ConnectorError) -> None:
    with turn.runtime.writing() as session:
        account = turn.hold(session)
        timetable.after_failure(session, account, head.cursor_id, problem)
        accounts.failing(session, turn.account_id, str(problem))


def _start_gap_again(turn: Turn, head: Place, problem: Refused) -> None:
    """Walk a gap from its newest page again, its page mark having expired.

    Raises the refusal itself when even the newest page is refused.
    """
    place = _next_gap(turn, head)
    if place is None or place.at is None:
        raise problem
    with turn.runtime.writing() as session:
        turn.hold(session)
        session.execute(
            update(Gap).where(Gap.id == place.gap_id).values(place=None, problem=str(problem))
        )
