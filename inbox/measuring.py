"""What do reports know of a wait that stands elsewhere: when was it seen, who is it for?

Noted at the wait where a transaction ends (`inbox.promises.settling`), for every conversation it
changed, so that no verb can forget to and no report looks it up.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Update, case, func, literal_column, or_, select, update
from sqlalchemy.orm import Session

from inbox.db import planned_afresh, table_of
from inbox.models import Act, Conversation, Event, Message, Wait

_WAIT, _MESSAGE = table_of(Wait).c, table_of(Message).c
_CONVERSATION = table_of(Conversation).c
# Literal text, for the sake of the partial index (see `inbox.views`).
_IS_RESOLVE: ColumnElement[bool] = literal_column("event.name = 'conversation.resolved'")


def note(session: Session, conversation_ids: Collection[int]) -> None:
    """Write at each wait of some conversations what holds for it, where that differs."""
    of_these = correction().where(_WAIT.conversation_id.in_(conversation_ids))
    session.execute(planned_afresh(of_these))


def correction() -> Update:
    """Return the statement that mends every wait at which something else stands."""
    holds = {
        _WAIT.received_at: _of_opener(_MESSAGE.received_at),
        _WAIT.seen_at: _of_opener(_MESSAGE.first_seen_at),
        _WAIT.resolved_at: _resolved_at(),
        _WAIT.is_by_hand: _is_by_hand(),
        **{_WAIT[name]: _of_conversation(name) for name in ("team_id", "language", "post_id")},
    }
    differs = (noted.is_distinct_from(value) for noted, value in holds.items())
    return update(table_of(Wait)).where(or_(*differs)).values(holds)


def _of_opener(column: ColumnElement[Any]) -> ColumnElement[Any]:
    opened = select(column).where(_MESSAGE.id == _WAIT.opened_by_message_id)
    return opened.correlate(table_of(Wait)).scalar_subquery()


def _of_conversation(name: str) -> ColumnElement[Any]:
    whose = select(_CONVERSATION[name]).where(_CONVERSATION.id == _WAIT.conversation_id)
    return whose.correlate(table_of(Wait)).scalar_subquery()


def _resolved_at() -> ColumnElement[Any]:
    """Return when a first wait's conversation was next resolved; an undone resolve is none."""
    undone = select(Act.id).where(Act.event_id == Event.id, Act.undone_at.is_not(None))
    resolved = select(func.min(Event.occurred_at)).where(
        _IS_RESOLVE,
        Event.conversation_id == _WAIT.conversation_id,
        Event.occurred_at >= _WAIT.started_at,
        ~undone.correlate(Event).exists(),
    )
    next_resolve = resolved.correlate(table_of(Wait)).scalar_subquery()
    return case((_WAIT.is_first, next_resolve))


def _is_by_hand() -> ColumnElement[bool]:
    # Asked for a value: asked whether there is one, PostgreSQL reads all messages first.
    marked = select(_MESSAGE.by_hand_at).where(_MESSAGE.id == _WAIT.ended_by_message_id)
    return marked.correlate(table_of(Wait)).scalar_subquery().is_not(None)
