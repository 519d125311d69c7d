"""How are the connected accounts, and what must somebody do about them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, undefer

from connectors.base import Access, Connected
from connectors.errors import NeedsReconnection
from connectors.pages import Budget
from connectors.phrases import Phrase
from connectors.streams import Stream
from connectors.words import Platform
from inbox import account_words, clock, spending, timeline
from inbox.account_words import AccountHealth
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, NotFound
from inbox.models import Account, AccountState, Cursor, Gap, User
from inbox.vault import SealBroken


class NoSuchAccount(NotFound):
    """Nothing is connected under this number."""

    def __init__(self, account_id: int) -> None:
        super().__init__(Phrase("There is no account {account_id}.", account_id=account_id))


class Disconnected(Conflict):
    """The account's credentials were forgotten on purpose."""

    def __init__(self, account: Account) -> None:
        super().__init__(Phrase("{account} is disconnected.", account=account.name))


class CannotOpen(NeedsReconnection):
    """The account's credentials were sealed with another key than those given."""

    def __init__(self, account: Account) -> None:
        super().__init__(account_words.SEALED)
        self.account_id, self.connected_at = account.id, account.connected_at


def find(session: Session, account_id: int) -> Account:
    """Return one account. Raises NoSuchAccount."""
    found = session.get(Account, account_id)
    if found is None:
        raise NoSuchAccount(account_id)
    return found


def locked(session: Session, account_id: int) -> Account:
    """Return an account that nobody else can change until this transaction ends.

    Raises NoSuchAccount.
    """
    found = session.scalar(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchAccount(account_id)
    return found


def connect(
    session: Session,
    connected: Connected,
    *,
    platform: Platform,
    connector: str,
    streams: Mapping[str, Stream],
    by: User | None = None,
) -> Account:
    """Connect an account, or connect it again with its history kept."""
    account = _existing(session, platform, connected.external_id) or _added(
        session, platform, connected
    )
    account.connector = connector
    account.name, account.handle = connected.name, connected.handle
    account.sealed_credentials = session.info["vault"].seal(connected.credentials)
    account.state = AccountState.CONNECTED
    account.problem = account.failing_since = None
    account.connected_at = clock.now(session)
    account.token_expires_at = connected.access_ends_at
    account.subscribed_at = None
    end_turns(account)
    session.flush()
    _start_streams(session, account, streams)
    timeline.record_of_account(session, "account.connected", account, by=by, connector=connector)
    on = On("account", account.id, account.name)
    recording.record(session, What.ACCOUNT_CONNECTED, by=by, on=on, detail={"connector": connector})
    return account


def end_turns(account: Account) -> None:
    """Take the account from the workers that read it with credentials of before."""
    account.polling_by = account.polling_until = account.nudged_at = None
    account.live_polling_by = account.live_polling_until = account.live_nudged_at = None
    account.bulk_polling_by = account.bulk_polling_until = account.bulk_nudged_at = None


def access(session: Session, account_id: int) -> Access:
    """Return what a connector needs to speak for an account.

    Raises NoSuchAccount, Disconnected or CannotOpen.
    """
    account = session.get(Account, account_id, options=[undefer(Account.sealed_credentials)])
    if account is None:
        raise NoSuchAccount(account_id)
    if account.state is AccountState.DISCONNECTED:
        raise Disconnected(account)
    settings = session.info["settings"]
    try:
        credentials = session.info["vault"].open(account.sealed_credentials)
    except SealBroken:
        raise CannotOpen(account) from None
    if settings.graph_version and "graph_version" in credentials:
        credentials["graph_version"] = settings.graph_version
    return Access(
        external_id=account.external_id,
        credentials=credentials,
        address=settings.platform_address,
        renewal=session.info["renewal"](account.id),
        reach=settings.backfill_reach,
    )


def keep_credentials(session: Session, account_id: int, credentials: Mapping[str, Any]) -> None:
    """Store credentials that a platform changed while they were in use.

    Where the old ones are spent at once, `renewing` keeps the new ones before they are used.
    """
    account = locked(session, account_id)
    account.sealed_credentials = session.info["vault"].seal(credentials)


def stop(session: Session, account_id: int, problem: str, *, since: datetime | None = None) -> None:
    """Stop an account whose access has ended. Its queue and history stay.

    Not where that access is the one of before: `since` is when it was connected with it.
    """
    account = locked(session, account_id)
    if account.state is not AccountState.CONNECTED or since not in (None, account.connected_at):
        return
    account.state = AccountState.NEEDS_RECONNECTION
    account.problem = problem
    account.failing_since = account.failing_since or clock.now(session)
    timeline.record_of_account(session, "account.stopped", account, problem=problem)


def go_on(session: Session, account_id: int) -> None:
    """Let an account that was stopped for the key alone be read and spoken through again."""
    account = locked(session, account_id)
    if not account_words.is_sealed(account):
        return
    account.state = AccountState.CONNECTED
    account.problem = account.failing_since = None
    _read_again_now(session, account)
    timeline.record_of_account(session, "account.opened", account)


def failing(session: Session, account_id: int, problem: str) -> None:
    """Note that the platform does not answer, and since when."""
    account = locked(session, account_id)
    if account.state is not AccountState.CONNECTED:
        return
    if account.failing_since is None:
        account.failing_since = clock.now(session)
        timeline.record_of_account(session, "account.failing", account, problem=problem)
    account.problem = problem


def answered(session: Session, account: Account, budget: Budget | None) -> None:
    """Note that the platform answered. The caller holds the account's row."""
    account.fetched_at = clock.now(session)
    if budget:
        account.calls_left, account.calls_limit = budget.remaining, budget.limit
    if account.failing_since:
        account.failing_since = account.problem = None
        timeline.record_of_account(session, "account.recovered", account)


def everyone(session: Session) -> Sequence[Account]:
    """Return every account in the order they were connected."""
    return session.scalars(select(Account).order_by(Account.id)).all()


def streams(session: Session) -> dict[int, list[Cursor]]:
    """Return the streams of every account, by its number."""
    found: dict[int, list[Cursor]] = defaultdict(list)
    for cursor in session.scalars(select(Cursor).order_by(Cursor.id)):
        found[cursor.account_id].append(cursor)
    return found


def overview(session: Session) -> list[AccountHealth]:
    """Return every account with its state in words and what to do about it."""
    gaps, now = _open_gaps(session), clock.now(session)
    return [
        replace(
            account_words.health(account, gaps.get(account.id, 0), now),
            cost=spending.today(session, account),
        )
        for account in everyone(session)
    ]


def _open_gaps(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(Cursor.account_id, func.count())
        .join(Gap, Gap.cursor_id == Cursor.id)
        .where(Gap.filled_at.is_(None), ~Gap.is_bulk)
        .group_by(Cursor.account_id)
    )
    return {row[0]: row[1] for row in rows}


def _existing(session: Session, platform: Platform, external_id: str) -> Account | None:
    return session.scalar(
        select(Account)
        .where(Account.platform == platform, Account.external_id == external_id)
        .with_for_update(key_share=True)
    )


def _added(session: Session, platform: Platform, connected: Connected) -> Account:
    # Platforms tell whole seconds: what is said in this one is not earlier.
    now = clock.now(session).replace(microsecond=0)
    account = Account(
        platform=platform,
        external_id=connected.external_id,
        event_head=b"",
        first_connected_at=now,
        history_before=now - session.info["settings"].backfill_open,
    )
    session.add(account)
    return account


def _start_streams(session: Session, account: Account, streams: Mapping[str, Stream]) -> None:
    known = set(session.scalars(select(Cursor.stream).where(Cursor.account_id == account.id)))
    now = clock.now(session)
    _read_again_now(session, account)
    for name in streams:
        if name not in known:
            session.add(Cursor(account_id=account.id, stream=name, due_at=now))


def _read_again_now(session: Session, account: Account) -> None:
    later = (Cursor.account_id == account.id, Cursor.due_at > clock.now(session))
    session.execute(update(Cursor).where(*later).values(due_at=clock.now(session)))
