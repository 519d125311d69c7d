"""How does an event come onto its way to everybody who is told of it?

In the transaction that wrote it, so that none is lost and none is told of that was rolled back.
Whoever changes a conversation holds its row, so the events of one conversation are numbered
in their order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from inbox import announcing, clock
from inbox.db import table_of
from inbox.models import Conversation, Dispatch, Event, Subscriber
from inbox.subscribers import happenings

# No transaction lasts as long. What is older was told, or was left out, when it happened.
LOOKS_BACK = timedelta(hours=1)


def collect(session: Session) -> None:
    """Put on its way what this session did to conversations and announces."""
    changed = announcing.of(session).conversations
    if not changed:
        return
    listening = session.scalars(select(Subscriber).where(Subscriber.removed_at.is_(None))).all()
    if listening:
        _collect(session, listening, changed)


def _collect(session: Session, listening: Sequence[Subscriber], changed: Collection[int]) -> None:
    events = _events(session, changed, since=min(one.since_event_id for one in listening))
    if _missing(session, listening, events):
        _hold(session, {event.conversation_id for event in events})
        for number in _written(session, _missing(session, listening, events)):
            announcing.dispatch_is_due(session, number)


# Whoever wrote an event holds its conversation. Somebody else, who changed nothing that is told,
# may find one that its writer could not put on its way to a subscriber who was just added.
def _hold(session: Session, conversation_ids: Collection[int | None]) -> None:
    rows = select(Conversation.id).where(Conversation.id.in_(conversation_ids))
    session.execute(rows.order_by(Conversation.id).with_for_update())


def _missing(
    session: Session, listening: Sequence[Subscriber], events: Sequence[Event]
) -> list[dict[str, object]]:
    known = _known(session, events)
    return [
        _row(session, subscriber, event, happening)
        for event in events
        for subscriber, happening in _wanted(listening, event)
        if (subscriber.id, event.id, happening) not in known
    ]


def _written(session: Session, rows: Sequence[dict[str, object]]) -> Iterator[int]:
    if rows:
        table = table_of(Dispatch)
        yield from session.scalars(insert(table).returning(table.c.id), rows)


def _events(session: Session, changed: Collection[int], *, since: int) -> Sequence[Event]:
    query = select(Event).where(
        Event.conversation_id.in_(changed),
        Event.id > since,
        Event.occurred_at > clock.now(session) - LOOKS_BACK,
        or_(Event.name.in_(happenings.EVENTS), Event.previous == b""),
    )
    return session.scalars(query.order_by(Event.id)).all()


def _wanted(listening: Sequence[Subscriber], event: Event) -> Iterator[tuple[Subscriber, str]]:
    for happening in happenings.of(event):
        for subscriber in listening:
            if event.id > subscriber.since_event_id and happening in subscriber.happenings:
                yield subscriber, happening


def _known(session: Session, events: Sequence[Event]) -> set[tuple[int, int, str]]:
    numbers = [event.id for event in events]
    columns = Dispatch.subscriber_id, Dispatch.event_id, Dispatch.happening
    found = session.execute(select(*columns).where(Dispatch.event_id.in_(numbers)))
    return {(one.subscriber_id, one.event_id, one.happening) for one in found}


def _row(
    session: Session, subscriber: Subscriber, event: Event, happening: str
) -> dict[str, object]:
    now = clock.now(session)
    return {
        "subscriber_id": subscriber.id,
        "event_id": event.id,
        "conversation_id": event.conversation_id,
        "happening": happening,
        "state": "waiting",
        "due_at": now,
        "nudged_at": now,
        "attempts": 0,
        "problem": "",
    }
