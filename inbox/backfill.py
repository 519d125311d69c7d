"""How far is the fetching of what was said before an account was first connected?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from connectors.pages import Page
from inbox import clock, timeline
from inbox.models import Account, Cursor, Gap, Lane

# Platforms tell whole seconds, by clocks of their own.
CLOCK_SKEW = timedelta(minutes=2)
# By then even posts of long ago were looked at, and told their counts.
COMPARED_AFTER = timedelta(hours=1)


def is_reached(account: Account, page: Page) -> bool:
    """Tell whether a first walk has come to what was said before the first connection."""
    since = account.first_connected_at
    if since is None:
        return False
    return any(item.sent_at < since - CLOCK_SKEW for item in page.items) or not page.items


def rest(session: Session, account: Account, length: timedelta) -> None:
    """Let everything that is read in bulk of an account rest. The caller holds its row."""
    due_at = clock.now(session) + length
    session.execute(
        update(Gap)
        .where(
            Gap.cursor_id.in_(select(Cursor.id).where(Cursor.account_id == account.id)),
            Gap.is_bulk,
            Gap.filled_at.is_(None),
            Gap.due_at < due_at,
        )
        .values(due_at=due_at)
        .execution_options(synchronize_session=False)
    )


def follow(session: Session, account: Account) -> None:
    """Note, once, that all the platform still has is fetched. The caller holds the row."""
    if account.first_connected_at is None or account.backfilled_at or _is_owed(session, account):
        return
    account.backfilled_at = now = clock.now(session)
    account.counts_due_at = now + COMPARED_AFTER
    back_to = account.earlier_back_to
    timeline.record_of_account(
        session,
        "account.backfill_finished",
        account,
        count=account.earlier_count,
        back_to=back_to.isoformat() if back_to else None,
    )


def _is_owed(session: Session, account: Account) -> bool:
    """Tell whether a stream was never read, or its first walk is not at its end."""
    first_walk = exists().where(
        Gap.cursor_id == Cursor.id, Gap.floor.is_(None), Gap.filled_at.is_(None)
    )
    owed = select(Cursor.id).where(
        Cursor.account_id == account.id,
        Cursor.lane == Lane.POLL,
        or_(Cursor.fetched_at.is_(None), first_walk),
    )
    return session.scalar(owed.limit(1)) is not None
