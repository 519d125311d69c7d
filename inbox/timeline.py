"""How does a change become a fact that is kept, shown and counted?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from inbox import announcing, chain, clock
from inbox.models import Account, Conversation, Event, NamedStatus, User


def record(
    session: Session,
    name: str,
    conversation: Conversation,
    *,
    by: User | None = None,
    **data: Any,
) -> Event:
    """Write what happened to a conversation, raise its version, and let desks know.

    The caller holds the conversation's row (see `conversations.locked`), so its
    chain cannot fork. `data` holds JSON values.
    """
    event = Event(
        **next_link(
            name, conversation, at=clock.now(session), user_id=by.id if by else None, data=data
        )
    )
    session.add(event)
    conversation.version += 1
    announcing.conversation_changed(session, conversation.id, conversation.version)
    return event


def record_of_account(
    session: Session, name: str, account: Account, *, by: User | None = None, **data: Any
) -> Event:
    """Write what happened to an account. The caller holds the account's row."""
    at, user_id = clock.now(session), by.id if by else None
    fields = {"name": name, "account_id": account.id, "user_id": user_id, "data": data}
    digest = chain.link(account.event_head, _body(fields, at))
    event = Event(**fields, occurred_at=at, previous=account.event_head, digest=digest)
    account.event_head = digest
    session.add(event)
    announcing.account_changed(session, account.id)
    return event


def under(named: NamedStatus | None) -> dict[str, str]:
    """Return what the record keeps of a finer status: the name that it had then."""
    return {"named": named.name} if named else {}


class Chained(Protocol):
    """A conversation, as far as its chain of events goes."""

    id: int
    account_id: int
    event_head: bytes


def next_link(
    name: str, conversation: Chained, *, at: datetime, user_id: int | None, data: dict[str, Any]
) -> dict[str, Any]:
    """Return the columns of a conversation's next event and move its head."""
    fields = {
        "name": name,
        "conversation_id": conversation.id,
        "account_id": conversation.account_id,
        "user_id": user_id,
        "data": data,
    }
    previous = conversation.event_head
    conversation.event_head = chain.link(previous, _body(fields, at))
    return {
        **fields,
        "occurred_at": at,
        "previous": previous,
        "digest": conversation.event_head,
    }


def digest_of(event: Event) -> bytes:
    """Compute again what an event's digest must be."""
    fields = {
        "name": event.name,
        "account_id": event.account_id,
        "user_id": event.user_id,
        "data": event.data,
    }
    if event.conversation_id is not None:
        fields["conversation_id"] = event.conversation_id
    return chain.link(event.previous, _body(fields, event.occurred_at))


def _body(fields: dict[str, Any], at: datetime) -> bytes:
    return chain.canonical({**fields, "occurred_at": at.isoformat()})
