"""How is a page of messages taken in, so that each stands on the desk once?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from connectors.pages import Incoming, Page
from connectors.words import Direction
from inbox import announcing, clock, measuring, muting, native_answers, settlement
from inbox.copying import copied
from inbox.db import table_of
from inbox.intake import (
    attachments,
    captures,
    edits,
    flags,
    history,
    notices,
    numbering,
    ordering,
    people,
    placing,
    reactions,
    threads,
    touching,
    waiting,
)
from inbox.intake.folding import Fold
from inbox.intake.people import Ids
from inbox.intake.threads import Thread, ThreadKey
from inbox.models import Account, Event, Message
from inbox.search import indexing
from inbox.windows import by_kind


@dataclass(frozen=True, slots=True)
class Received:
    """How many messages a page held, how many of them were new, and when the public said those.

    `capture_ids` are those of the page's raw bodies, in their order.
    """

    seen: int
    new: int
    said_at: tuple[datetime, ...] = field(default=(), compare=False)
    capture_ids: tuple[int, ...] = field(default=(), compare=False)


def receive(
    session: Session, account: Account, page: Page, as_of: datetime | None = None
) -> Received:
    """Store raw bodies first, then what they say: contact, conversation, message, wait, event.

    What the page shows again is left to `revisit`. The platform's notices about messages
    are applied last. `as_of` is the moment all this speaks for (`ordering`), now by default.

    The caller holds the account's row (see `accounts.locked`): that makes the
    look for what is known safe against a second worker, and the unique keys of
    the database stand behind it.
    """
    now = clock.now(session)
    as_of = as_of or now
    # Before what is looked up, as are the account's other changes: its row is written once.
    capture_ids = captures.keep(session, account, page.bodies, now)
    stored = touching.hold(session, account, page)
    items, known = _once_each(page.items), stored.known
    edits.compare(session, known, items, capture_ids, as_of)
    fresh = [item for item in items if item.external_id not in known]
    fresh = placing.placed(fresh, stored.parents)
    fresh = settlement.recognise(session, account, fresh)
    fresh = native_answers.take_places(session, account, fresh, capture_ids)
    post_ids = people.posts(session, account, items)
    if fresh:
        _store(session, account, fresh, post_ids, capture_ids, as_of)
    attachments.keep(session, account, known, items)
    reactions.compare(session, known, items, as_of)
    differing = flags.differing(session, known, items, as_of)
    notices.apply(session, account, [*differing, *page.notices], as_of)
    ordering.note(session, known, items, as_of)
    said_at = tuple(item.sent_at for item in fresh if item.direction is Direction.IN)
    return Received(
        seen=len(items), new=len(fresh), said_at=said_at, capture_ids=tuple(capture_ids)
    )


def _once_each(items: Sequence[Incoming]) -> list[Incoming]:
    latest = {item.external_id: item for item in items}
    return sorted(latest.values(), key=lambda item: (item.sent_at, item.external_id))


def _store(
    session: Session,
    account: Account,
    fresh: list[Incoming],
    post_ids: Ids,
    capture_ids: Sequence[int],
    as_of: datetime,
) -> None:
    now = clock.now(session)
    contact_ids = people.contacts(session, account, fresh, now)
    gathered = threads.gathered(session, account, fresh, post_ids, now)
    histories = waiting.histories(session, gathered.values(), _answered(fresh, gathered))
    windows = by_kind(session, account.connector)
    muted = muting.among(session, contact_ids.values())
    fold = Fold(account, windows, contact_ids, muted, capture_ids, received_at=now, as_of=as_of)
    numbers = numbering.reserve(session, Message, len(fresh))
    for item, number in zip(fresh, numbers, strict=True):
        thread = gathered[threads.key_of(item)]
        fold.fold(thread, histories[thread.id], item, number)
    threads.write(session, gathered.values())
    session.execute(copied(table_of(Message)), fold.messages)
    indexing.received(session, fold.messages, dict(zip(numbers, fresh, strict=True)))
    waiting.write(session, gathered.values(), histories)
    session.execute(copied(table_of(Event)), fold.events)
    history.count(account, fresh)
    for thread in filter(partial(threads.is_news, account), gathered.values()):
        announcing.conversation_changed(session, thread.id, thread.version)
        if thread.is_new:
            measuring.is_noted(session, thread.id, thread.version)


def _answered(fresh: Sequence[Incoming], gathered: dict[ThreadKey, Thread]) -> set[int]:
    """Return the conversations of which a page shows words of ours."""
    ours = (item for item in fresh if item.direction is Direction.OUT)
    return {gathered[threads.key_of(item)].id for item in ours}
