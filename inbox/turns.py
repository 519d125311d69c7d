"""How does one worker take a turn at an account, and store each page it fetches?

Whoever holds the lane's lease reads; what was fetched without it is not stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from connectors.base import Connector
from connectors.errors import NeedsReconnection
from connectors.pages import Page
from connectors.registry import CONNECTORS
from connectors.streams import LIVE_COMMENTS
from inbox import (
    accounts,
    backfill,
    broadcasts,
    clock,
    comparing,
    holding,
    intake,
    leases,
    seals,
    spending,
    timetable,
)
from inbox.intake import counts
from inbox.leases import LeaseLost
from inbox.models import Account, Cursor, Gap, Lane, Message
from inbox.runtime import Runtime


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

    def store(self, place: Place, answer: Answer) -> bool:
        """Store a page and move past it; tell whether the walk goes on in this lane.

        Raises LeaseLost.
        """
        page, asked_at = answer.page, answer.asked_at
        with self.runtime.writing() as session:
            account = self.hold(session)
            # Before what is looked up, so that the row of the account is written once for both.
            accounts.answered(session, account, page.budget)
            passed_by = _passed_by(session, account, place, page)
            received = intake.receive(session, account, page, asked_at)
            intake.revisit(
                session, account, page.again, page.shortfalls, received.capture_ids, asked_at
            )
            counts.keep(session, account, page.counts, asked_at)
            broadcasts.opened(session, account, page.opened)
            is_left = self.lane is not Lane.BULK and _leaves_the_rest(account, place, page)
            is_bulk = is_left or self.lane is Lane.BULK
            _move(session, place, page, is_bulk=is_bulk)
            for at in passed_by:
                _owe(session, place, at, is_bulk=is_bulk)
            self._plan(session, account, place, page, received.said_at)
            if place.stream.startswith(LIVE_COMMENTS):
                broadcasts.follow(session, place.cursor_id, is_over=page.ended)
            spending.count(session, account.id, page.spent)
            backfill.follow(session, account)
            if self.lane is Lane.BULK:
                comparing.settle(session, place.gap_id)
        return not is_left

    def renew(self) -> None:
        """Hold the account a little longer."""
        with self.runtime.writing() as session:
            self.hold(session)

    def hold(self, session: Session) -> Account:
        """Hold the account's row for a change that is this turn's alone. Raises LeaseLost."""
        account = accounts.locked(session, self.account_id)
        holding.renew(session, account, self.lane, self.holder)
        return account

    def _plan(
        self,
        session: Session,
        account: Account,
        place: Place,
        page: Page,
        said_at: tuple[datetime, ...],
    ) -> None:
        if self.lane is Lane.BULK:
            rest = timetable.rest_behind(session, account, place.cursor_id, page)
            backfill.rest(session, account, rest)
        elif place.gap_id is None:
            timetable.after_poll(session, account, place.cursor_id, page, said_at)
        else:
            timetable.after_page(session, place.cursor_id, page, said_at)


def take(runtime: Runtime, account_id: int, lane: Lane, work: Callable[[Turn], None]) -> None:
    """Work at an account in one lane. Does nothing while another worker does."""
    holder = leases.new_holder()
    with runtime.writing() as session:
        if not holding.claim(session, account_id, lane, holder):
            return
    try:
        with seals.stopping(runtime):
            _take(runtime, account_id, lane, holder, work)
    except (LeaseLost, accounts.Disconnected):
        return
    with runtime.writing() as session:
        holding.release(session, account_id, lane, holder)


def _take(
    runtime: Runtime, account_id: int, lane: Lane, holder: str, work: Callable[[Turn], None]
) -> None:
    with runtime.reading() as session:
        account = accounts.find(session, account_id)
        access = accounts.access(session, account_id)
    turn = Turn(runtime, account_id, lane, holder, CONNECTORS[account.connector](access))
    with leases.kept(turn.renew):
        _work(turn, work)
    if turn.connector.credentials != access.credentials:
        with runtime.writing() as session:
            turn.hold(session)
            accounts.keep_credentials(session, account_id, turn.connector.credentials)


def _work(turn: Turn, work: Callable[[Turn], None]) -> None:
    try:
        work(turn)
    except NeedsReconnection as ended:
        with turn.runtime.writing() as session:
            turn.hold(session)
            accounts.stop(session, turn.account_id, str(ended))


def _leaves_the_rest(account: Account, place: Place, page: Page) -> bool:
    """Tell whether what is left of a walk is behind everything new."""
    is_first_walk = place.since is None and not place.stream.startswith(LIVE_COMMENTS)
    return page.next is not None and is_first_walk and backfill.is_reached(account, page)


def _move(session: Session, place: Place, page: Page, *, is_bulk: bool) -> None:
    """Move the cursor or the gap past a page, in the transaction that stored it."""
    now = clock.now(session)
    if place.gap_id is not None:
        done = {
            "place": page.next,
            "is_bulk": is_bulk,
            "due_at": now if is_bulk else None,
            "problem": None,
            "filled_at": None if page.next else now,
        }
        session.execute(update(Gap).where(Gap.id == place.gap_id).values(done))
        return
    session.execute(
        update(Cursor)
        .where(Cursor.id == place.cursor_id)
        .values(
            position=page.position or place.since,
            fetched_at=now,
            problem=None,
            failing_since=None,
        )
    )
    if page.next:
        _owe(session, place, page.next, is_bulk=is_bulk)


def _passed_by(session: Session, account: Account, place: Place, page: Page) -> list[str]:
    """Return where lists go on that only seemed to meet what is stored.

    A thread that moved up while an earlier walk went on was passed by, with all that it holds.
    """
    if place.since is None or not page.meetings:
        return []
    names = [one.external_id for one in page.meetings]
    asked = select(Message.external_id).where(
        Message.account_id == account.id, Message.external_id.in_(names)
    )
    stored = set(session.scalars(asked))
    return [one.at for one in page.meetings if one.external_id not in stored]


def _owe(session: Session, place: Place, at: str, *, is_bulk: bool) -> None:
    now = clock.now(session)
    session.add(
        Gap(
            cursor_id=place.cursor_id,
            floor=place.since,
            place=at,
            opened_at=now,
            is_bulk=is_bulk,
            due_at=now if is_bulk else None,
        )
    )
