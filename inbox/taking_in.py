"""What does a push that was kept say, and to whom?"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from connectors import webhooks
from connectors.errors import ConnectorError
from connectors.webhooks import Delivered, UnreadableWebhook
from inbox import accounts, intake, pointers, spending, thread_naming
from inbox.models import Account, AccountState, Webhook
from inbox.runtime import Runtime

TRY_AGAIN_AFTER = timedelta(seconds=15)
# A push tells its moment in whole seconds, rounded down.
A_SECOND = timedelta(seconds=1)

log = logging.getLogger(__name__)


def take_in(runtime: Runtime, webhook_id: int) -> None:
    """Store everything a push says. Twice is the same as once."""
    with runtime.reading() as session:
        row = session.get(Webhook, webhook_id)
    if row is None or row.taken_in_at is not None:
        return
    try:
        told = webhooks.read(row.source, zlib.decompress(row.body))
    except UnreadableWebhook as problem:
        log.warning("Webhook %s: %s", webhook_id, problem)
        _note(runtime, webhook_id, due_at=None, problem=str(problem))
        return
    refused, failed = _store_each(runtime, told, row.received_at)
    if failed:
        again = runtime.clock.now() + TRY_AGAIN_AFTER
        _note(runtime, webhook_id, due_at=again, problem=" ".join(map(str, failed)))
    else:
        said = " ".join(refused) or None
        _note(runtime, webhook_id, taken_in_at=runtime.clock.now(), problem=said)


def _store_each(
    runtime: Runtime, told: Sequence[Delivered], received_at: datetime
) -> tuple[list[str], list[ConnectorError]]:
    """Store what is told for each account; one whose platform fails holds up no other.

    Return why some of it cannot be read, and what failed and is to be tried again.
    """
    refused, failed = list[str](), list[ConnectorError]()
    for one in told:
        try:
            refused += _store(runtime, one, received_at)
        except ConnectorError as problem:
            failed.append(problem)
    return refused, failed


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
        as_of = _spoken_for(page.told_at, received_at)
        intake.receive(session, account, replace(page, items=items), as_of)
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
