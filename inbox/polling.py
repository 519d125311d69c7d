"""How is an account read, page by page, so that no page is ever skipped?

The head of a stream is fetched first. When it does not reach what is already
stored, the rest is written down as a gap in the same transaction, and walked
until it closes, now or in a later poll.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from connectors.base import Connector
from connectors.errors import ConnectorError, NeedsReconnection, Refused, TryLater
from connectors.pages import Page
from connectors.registry import CONNECTORS
from connectors.streams import LIVE_COMMENTS
from inbox import (
    accounts,
    broadcasts,
    clock,
    holding,
    intake,
    leases,
    spending,
    subscribing,
    timetable,
)
from inbox.intake import missing
from inbox.leases import LeaseLost
from inbox.models import Account, Cursor, Gap, Lane
from inbox.runtime import Runtime

# A broadcast's turn is short: replies share its worker (docs/live_video.md).
LONGEST_TURN = {Lane.POLL: timedelta(seconds=30), Lane.LIVE: timedelta(seconds=5)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next page of a stream is to be fetched. `gap_id` is None for the head."""

    cursor_id: int
    stream: str
    since: str | None
    at: str | None = None
    gap_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, and the moment before it was asked for: what it says may be as old as that."""

    page: Page
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One worker's turn at an account: its line to the platform and the lease it holds."""

    runtime: Runtime
    account_id: int
    lane: Lane
    holder: str
    connector: Connector

    def fetch(self, place: Place) -> Answer:
        """Fetch one page. Raises ConnectorError."""
        asked_at = self.runtime.clock.now()
        page = self.connector.fetch(place.stream, since=place.since, at=place.at)
        return Answer(page, asked_at)

    def store(self, place: Place, answer: Answer) -> None:
        """Store a page and move past it. Raises LeaseLost."""
        page, asked_at = answer.page, answer.asked_at
        with self.runtime.writing() as session:
            account = self.hold(session)
            received = intake.receive(
                session, account, page.items, page.bodies, page.notices, as_of=asked_at
            )
            intake.revisit(
                session, account, page.again, page.shortfalls, received.capture_ids, asked_at
            )
            broadcasts.opened(session, account, page.opened)
            _move(session, place, page)
            if place.gap_id is None:
                timetable.after_poll(session, account, place.cursor_id, page, received.said_at)
            else:
                timetable.after_page(session, place.cursor_id, page, received.said_at)
            if place.stream.startswith(LIVE_COMMENTS):
                broadcasts.follow(session, place.cursor_id, is_over=page.ended)
            accounts.answered(session, account, page.budget)
            spending.count(session, account.id, page.spent)

    def renew(self) -> None:
        """Hold the account a little longer."""
        with self.runtime.writing() as session:
            self.hold(session)

    def hold(self, session: Session) -> Account:
        """Hold the account's row for a change that is this turn's alone. Raises LeaseLost."""
        account = accounts.locked(session, self.account_id)
        holding.renew(session, account, self.lane, self.holder)
        return account


def poll(runtime: Runtime, account_id: int, lane: Lane = Lane.POLL) -> None:
    """Read every stream of a lane that is due. Does nothing while another worker does."""
    holder = leases.new_holder()
    with runtime.writing() as session:
        if not holding.claim(session, account_id, lane, holder):
            return
    try:
        _read(runtime, account_id, lane, holder)
    except (LeaseLost, accounts.Disconnected):
        return
    with runtime.writing() as session:
        holding.release(session, account_id, lane, holder)


def _read(runtime: Runtime, account_id: int, lane: Lane, holder: str) -> None:
    with runtime.reading() as session:
        account = accounts.find(session, account_id)
        access = accounts.access(session, account_id)
    turn = Turn(runtime, account_id, lane, holder, CONNECTORS[account.connector](access))
    with leases.kept(turn.renew):
        _read_streams(turn)
        _ask_for_pushes(turn, account)
    if turn.connector.credentials != access.credentials:
        with runtime.writing() as session:
            turn.hold(session)
            accounts.keep_credentials(session, account_id, turn.connector.credentials)


def _ask_for_pushes(turn: Turn, account: Account) -> None:
    with suppress(NeedsReconnection):
        if subscribing.is_settled(turn.runtime.settings, account, turn.connector):
            with turn.runtime.writing() as session:
                turn.hold(session).subscribed_at = clock.now(session)


def _read_streams(turn: Turn) -> None:
    try:
        read = [_read_stream(turn, head) for head in _heads(turn)]
        if any(read):
            _ask_for_missed(turn)
    except NeedsReconnection as ended:
        with turn.runtime.writing() as session:
            turn.hold(session)
            accounts.stop(session, turn.account_id, str(ended))


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
        turn.store(place, answer)
        if following is None:
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
            .where(Gap.cursor_id == head.cursor_id, Gap.filled_at.is_(None))
            .order_by(Gap.id)
            .limit(1)
        )
    if gap is None:
        return None
    return Place(head.cursor_id, head.stream, since=gap.floor, at=gap.place, gap_id=gap.id)


def _move(session: Session, place: Place, page: Page) -> None:
    """Move the cursor or the gap past a page, in the transaction that stored it."""
    now = clock.now(session)
    if place.gap_id is not None:
        done = {"place": page.next, "problem": None, "filled_at": None if page.next else now}
        session.execute(update(Gap).where(Gap.id == place.gap_id).values(done))
        return
    session.execute(
        update(Cursor)
        .where(Cursor.id == place.cursor_id)
        .values(
            position=page.position or place.since,
            fetched_at=now,
            problem=None,
        )
    )
    if page.next:
        session.add(
            Gap(cursor_id=place.cursor_id, floor=place.since, place=page.next, opened_at=now)
        )


def _postpone(turn: Turn, head: Place, problem: ConnectorError) -> None:
    with turn.runtime.writing() as session:
        account = accounts.locked(session, turn.account_id)
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
        session.execute(
            update(Gap).where(Gap.id == place.gap_id).values(place=None, problem=str(problem))
        )
