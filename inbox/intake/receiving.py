"""How is a page of messages taken in, so that each stands on the desk once?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from connectors.base import Direction, Incoming, RawBody
from inbox import announcing, clock, settlement
from inbox.intake import captures, edits, numbering, people, threads
from inbox.intake.folding import Fold, Folded, History
from inbox.models import Account, Message, Wait


@dataclass(frozen=True, slots=True)
class Received:
    """How many messages a page held, and how many of them were new."""

    seen: int
    new: int


def receive(
    session: Session,
    account: Account,
    items: Sequence[Incoming],
    bodies: Sequence[RawBody] = (),
) -> Received:
    """Store raw bodies first, then what they say: contact, conversation, message, wait, event.

    The caller holds the account's row (see `accounts.locked`): that makes the
    look for what is known safe against a second worker, and the unique keys of
    the database stand behind it.
    """
    now = clock.now(session)
    capture_ids = captures.keep(session, account, bodies, now)
    page = _once_each(items)
    known = edits.known(session, account, page)
    edits.compare(session, known, page, now)
    fresh = [item for item in page if item.external_id not in known]
    fresh = settlement.recognise(session, account, fresh)
    if fresh:
        _store(session, account, fresh, capture_ids, now)
    return Received(seen=len(page), new=len(fresh))


def _once_each(items: Sequence[Incoming]) -> list[Incoming]:
    latest = {item.external_id: item for item in items}
    return sorted(latest.values(), key=lambda item: (item.sent_at, item.external_id))


def _store(
    session: Session,
    account: Account,
    fresh: list[Incoming],
    capture_ids: Sequence[int],
    now: datetime,
) -> None:
    contact_ids = people.contacts(session, account, fresh, now)
    post_ids = people.posts(session, account, fresh)
    gathered = threads.gathered(session, account, fresh, post_ids, now)
    fold = Fold(contact_ids, capture_ids, now, Folded())
    histories = _histories(session, gathered.values())
    numbers = numbering.reserve(session, Message, len(fresh))
    for item, number in zip(fresh, numbers, strict=True):
        conversation = gathered[threads.key_of(item)].conversation
        fold.fold(conversation, histories[conversation.id], item, number)
    _write(session, fold.folded)
    for thread in gathered.values():
        announcing.conversation_changed(
            session, thread.conversation.id, thread.conversation.version
        )


def _write(session: Session, folded: Folded) -> None:
    session.flush()
    session.execute(insert(Message), folded.messages)
    session.add_all(folded.waits)
    session.add_all(folded.events)
    session.flush()


def _histories(session: Session, gathered: Collection[threads.Thread]) -> dict[int, History]:
    histories = {thread.conversation.id: History() for thread in gathered}
    earlier = [thread.conversation.id for thread in gathered if not thread.is_new]
    if not earlier:
        return histories
    for wait in session.scalars(
        select(Wait).where(Wait.conversation_id.in_(earlier), Wait.ended_at.is_(None))
    ):
        histories[wait.conversation_id].wait = wait
    for conversation_id, last_answer_at in session.execute(
        select(Message.conversation_id, func.max(Message.sent_at))
        .where(
            Message.conversation_id.in_(earlier),
            Message.direction == Direction.OUT,
            Message.external_id.is_not(None),
        )
        .group_by(Message.conversation_id)
    ):
        histories[conversation_id].last_answer_at = last_answer_at
    return histories
