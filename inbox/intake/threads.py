"""Into which conversation does each message belong?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from connectors.pages import Incoming
from connectors.words import Direction, Kind, Platform
from inbox import broadcasts
from inbox.broadcasts import OnAir
from inbox.copying import copied
from inbox.db import planned_afresh, table_of
from inbox.intake import numbering
from inbox.intake.history import is_history
from inbox.intake.people import Ids
from inbox.models import Account, Conversation, Priority, Status

ThreadKey = tuple[Kind, str]
_TABLE = table_of(Conversation)


@dataclass(slots=True, kw_only=True)
class Thread:
    """The columns of a conversation that a page may set, while it is folded in.

    Plain columns instead of mapped objects: a page of a hundred comments can
    open a hundred conversations, and it is written in one statement a table. `homes` are the
    conversations of other platform threads whose words land here.
    """

    id: int
    account_id: int
    platform: Platform
    kind: Kind
    thread_id: str
    contact_id: int | None = None
    post_id: int | None = None
    status: Status
    priority: Priority = Priority.NORMAL
    version: int = 0
    snippet: str = ""
    language: str | None = None
    is_unread: bool = False
    is_muted: bool = False
    is_new_cycle: bool = True
    created_at: datetime
    active_at: datetime
    waiting_since: datetime | None = None
    answer_by: datetime | None = None
    resolved_at: datetime | None = None
    snoozed_until: datetime | None = None
    named_status_id: int | None = None
    event_head: bytes = b""
    homes: dict[ThreadKey, int] = field(default_factory=dict, metadata={"column": False})
    is_new: bool = field(default=False, metadata={"column": False})
    is_history: bool = field(default=False, metadata={"column": False})


_COLUMNS = [one.name for one in fields(Thread) if one.metadata.get("column", True)]
_CHANGING = [
    "contact_id",
    "status",
    "version",
    "snippet",
    "language",
    "is_unread",
    "is_muted",
    "is_new_cycle",
    "active_at",
    "waiting_since",
    "answer_by",
    "resolved_at",
    "snoozed_until",
    "named_status_id",
    "event_head",
]
_UPDATE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)


def key_of(item: Incoming) -> ThreadKey:
    """Name the conversation a message belongs to, in whichever way it was found."""
    return item.kind.as_found, item.thread_id


def gathered(
    session: Session, account: Account, items: Sequence[Incoming], post_ids: Ids, now: datetime
) -> dict[ThreadKey, Thread]:
    """Return every conversation the items belong to, locked, new ones made up.

    The caller holds the account's row, so no other intake makes the same one.
    """
    openers: dict[ThreadKey, Incoming] = {}
    for item in items:
        openers.setdefault(key_of(item), item)
    threads = _known(session, account, openers)
    fresh = [item for key, item in openers.items() if key not in threads]
    live = broadcasts.windows(session, _posts_of(fresh, post_ids))
    for item, number in zip(
        fresh, numbering.reserve(session, Conversation, len(fresh)), strict=True
    ):
        threads[key_of(item)] = _opened(
            account, _kept_live(item, post_ids, live), post_ids, number, now
        )
    return threads


def is_news(account: Account, thread: Thread) -> bool:
    """Tell whether a desk needs to hear of a conversation: not of one that is history alone."""
    is_settled = thread.is_new and thread.status is Status.RESOLVED
    return not (is_settled and is_history(account, thread.active_at))


def write(session: Session, threads: Collection[Thread]) -> None:
    """Store new conversations and what changed in the others."""
    threads = {thread.id: thread for thread in threads}.values()
    new = [thread for thread in threads if thread.is_new]
    if new:
        session.execute(copied(_TABLE), [_row(thread) for thread in new])
    old = [_changes(thread) for thread in threads if not thread.is_new]
    if old:
        session.execute(_UPDATE, old)


def _known(
    session: Session, account: Account, keys: Collection[ThreadKey]
) -> dict[ThreadKey, Thread]:
    home = _TABLE.alias()
    found: dict[ThreadKey, Thread] = {}
    known: dict[int, Thread] = {}
    for family in {family for family, _ in keys}:
        names = [name for of, name in keys if of == family]
        stored = (
            select(home.c.id, home.c.thread_id, *(_TABLE.c[name] for name in _COLUMNS))
            .join(home, _TABLE.c.id == func.coalesce(home.c.continues_in_id, home.c.id))
            .where(
                home.c.account_id == account.id,
                home.c.kind.in_([kind for kind in Kind if kind.as_found is family]),
                home.c.thread_id.in_(names),
            )
            .order_by(_TABLE.c.id)
            .with_for_update(key_share=True, of=_TABLE)
        )
        for number, name, *row in session.execute(planned_afresh(stored)):
            fresh = Thread(**dict(zip(_COLUMNS, row, strict=True)))
            thread = found[family, name] = known.setdefault(fresh.id, fresh)
            if number != thread.id:
                thread.homes[family, name] = number
    return found


def _posts_of(items: Sequence[Incoming], post_ids: Ids) -> set[int]:
    return {post_ids[item.post.external_id] for item in items if item.post}


def _kept_live(item: Incoming, post_ids: Ids, live: dict[int, OnAir]) -> Incoming:
    """Take a comment for a live one when its post was on the air, whichever stream was quicker."""
    window = live.get(post_ids[item.post.external_id]) if item.post else None
    if item.kind is Kind.COMMENT and window and window.covers(item.sent_at):
        return replace(item, kind=Kind.LIVE_COMMENT)
    return item


def _opened(account: Account, item: Incoming, post_ids: Ids, number: int, now: datetime) -> Thread:
    # Words of ours alone leave nobody waiting, nor does history; the person's next words reopen.
    is_old = is_history(account, item.sent_at)
    waits = item.direction is Direction.IN and not is_old
    status = Status.OPEN if waits else Status.RESOLVED
    resolved_at = item.sent_at if is_old else now
    return Thread(
        id=number,
        account_id=account.id,
        platform=account.platform,
        kind=item.kind,
        thread_id=item.thread_id,
        post_id=post_ids.get(item.post.external_id) if item.post else None,
        status=status,
        created_at=now,
        active_at=item.sent_at,
        resolved_at=None if status is Status.OPEN else resolved_at,
        is_new=True,
    )


def _row(thread: Thread) -> dict[str, Any]:
    return {name: getattr(thread, name) for name in _COLUMNS}


def _changes(thread: Thread) -> dict[str, Any]:
    return {
        "key": thread.id,
        **{f"new_{name}": getattr(thread, name) for name in _CHANGING},
    }
