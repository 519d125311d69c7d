"""Into which conversation does each message belong?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from connectors.base import Direction, Incoming, Kind
from inbox.intake import numbering
from inbox.intake.people import Ids
from inbox.models import Account, Conversation, Priority, Status

ThreadKey = tuple[Kind, str]


@dataclass(slots=True)
class Thread:
    """A conversation while a page is folded into it, and what it was before."""

    conversation: Conversation
    is_new: bool
    items: list[Incoming] = field(default_factory=list)


def key_of(item: Incoming) -> ThreadKey:
    """Name the conversation a message belongs to."""
    return item.kind, item.thread_id


def gathered(
    session: Session, account: Account, items: Sequence[Incoming], post_ids: Ids, now: datetime
) -> dict[ThreadKey, Thread]:
    """Return every conversation the items belong to, locked, new ones made.

    The caller holds the account's row, so no other intake makes the same one.
    """
    keys = dict.fromkeys(key_of(item) for item in items)
    threads = {key: Thread(row, is_new=False) for key, row in _known(session, account, keys)}
    fresh = [item for item in _openers(items) if key_of(item) not in threads]
    for item in fresh:
        conversation = _opened(account, item, post_ids, now)
        threads[key_of(item)] = Thread(conversation, is_new=True)
    _number(session, [threads[key_of(item)].conversation for item in fresh])
    for item in items:
        threads[key_of(item)].items.append(item)
    return threads


def _known(
    session: Session, account: Account, keys: dict[ThreadKey, None]
) -> list[tuple[ThreadKey, Conversation]]:
    rows = session.scalars(
        select(Conversation)
        .where(
            Conversation.account_id == account.id,
            tuple_(Conversation.kind, Conversation.thread_id).in_(list(keys)),
        )
        .order_by(Conversation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [((row.kind, row.thread_id), row) for row in rows]


def _openers(items: Sequence[Incoming]) -> list[Incoming]:
    first: dict[ThreadKey, Incoming] = {}
    for item in items:
        first.setdefault(key_of(item), item)
    return list(first.values())


def _opened(account: Account, item: Incoming, post_ids: Ids, now: datetime) -> Conversation:
    # Words of ours alone leave nobody waiting; the person's answer reopens.
    status = Status.OPEN if item.direction is Direction.IN else Status.RESOLVED
    return Conversation(
        account_id=account.id,
        platform=account.platform,
        kind=item.kind,
        thread_id=item.thread_id,
        post_id=post_ids.get(item.post.external_id) if item.post else None,
        status=status,
        priority=Priority.NORMAL,
        version=0,
        snippet="",
        is_unread=False,
        is_new_cycle=True,
        created_at=now,
        active_at=item.sent_at,
        resolved_at=None if status is Status.OPEN else now,
        event_head=b"",
    )


def _number(session: Session, fresh: Sequence[Conversation]) -> None:
    ids = numbering.reserve(session, Conversation, len(fresh)) if fresh else ()
    for conversation, number in zip(fresh, ids, strict=True):
        conversation.id = number
    session.add_all(fresh)
