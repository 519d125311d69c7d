"""How does what a platform pushes come to the desk, once, whatever happens on the way?

The web process keeps the push as it came and answers. A worker reads it later:
the row is the truth, so a lost nudge, a killed worker or a push that comes
twice changes nothing. What no push brings, the next poll finds.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors import webhooks
from connectors.errors import ConnectorError
from connectors.webhooks import Delivered, Source, UnreadableWebhook
from inbox import accounts, announcing, clock, intake, pointers, spending, thread_naming
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.models import Account, AccountState, Webhook
from inbox.runtime import Runtime

COMPRESSION = 1
TRY_AGAIN_AFTER = timedelta(seconds=15)
# A push tells its moment in whole seconds, rounded down.
A_SECOND = timedelta(seconds=1)
ROUND_LIMIT = 500

log = logging.getLogger(__name__)


def keep(session: Session, source: Source, body: bytes) -> None:
    """Keep a push that was found to be signed, and nudge a worker after commit."""
    now = clock.now(session)
    row = Webhook(
        source=source,
        digest=hashlib.sha256(body).digest(),
        body=zlib.compress(body, COMPRESSION),
        received_at=now,
        due_at=now,
        nudged_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Platforms repeat what they are not sure has arrived; it has.
        return
    announcing.webhook_is_due(session, row.id)


def nudge_due(session: Session) -> list[int]:
    """Return the pushes that wait for a worker, noting that one was told."""
    now = clock.now(session)
    due = (
        select(Webhook.id)
        .where(
            Webhook.taken_in_at.is_(None),
            Webhook.due_at <= now,
            or_(Webhook.nudged_at.is_(None), Webhook.nudged_at < now - NUDGE_AGAIN_AFTER),
        )
        .order_by(Webhook.id)
        .limit(ROUND_LIMIT)
    )
    return list(
        session.scalars(
            update(Webhook)
            .where(Webhook.id.in_(due))
            .values(nudged_at=now)
            .returning(Webhook.id)
            .execution_options(synchronize_session=False)
        )
    )


def take_in(runtime: Runtime, webhook_id: int) -> None:
    """Store everything a push says. Twice is the same as once."""
    with runtime.reading() as session:
        row = session.get(Webhook, webhook_id)
    if row is None or row.taken_in_at is not None:
        return
    try:
        told = webhooks.read(row.source, zlib.decompress(row.body))
        refused = [words for one in told for words in _store(runtime, one, row.received_at)]
    except UnreadableWebhook as problem:
        log.warning("Webhook %s: %s", webhook_id, problem)
        _note(runtime, webhook_id, due_at=None, problem=str(problem))
    except ConnectorError as problem:
        again = runtime.clock.now() + TRY_AGAIN_AFTER
        _note(runtime, webhook_id, due_at=again, problem=str(problem))
    else:
        said = " ".join(refused) or None
        _note(runtime, webhook_id, taken_in_at=runtime.clock.now(), problem=said)


def _store(runtime: Runtime, told: Delivered, received_at: datetime) -> list[str]:
    """Store what a push says for one account; return why some of it cannot be read."""
    with runtime.reading() as session:
        account_id = _account_id(session, told)
    if account_id is None:
        return []
    page, refused = pointers.followed(runtime, account_id, told.page)
    if not (page.items or page.notices):
        return refused
    items = thread_naming.named(runtime, account_id, page.items)
    with runtime.writing() as session:
        account = accounts.locked(session, account_id)
        intake.receive(
            session,
            account,
            items,
            page.bodies,
            page.notices,
            as_of=_spoken_for(page.told_at, received_at),
        )
        spending.count(session, account.id, page.spent)
    return refused


def _spoken_for(told_at: datetime | None, received_at: datetime) -> datetime:
    """Return the moment a push speaks for: its own, since it may come late; never a future one."""
    return min(told_at + A_SECOND, received_at) if told_at else received_at


def _account_id(session: Session, told: Delivered) -> int | None:
    return session.scalar(
        select(Account.id).where(
            Account.platform == told.platform,
            Account.external_id == told.external_id,
            Account.state != AccountState.DISCONNECTED,
        )
    )


def _note(runtime: Runtime, webhook_id: int, **columns: object) -> None:
    with runtime.writing() as session:
        session.execute(update(Webhook).where(Webhook.id == webhook_id).values(columns))
