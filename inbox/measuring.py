"""What do reports know of a wait that stands elsewhere: when was it seen, who is it for?

Noted at the wait where a transaction ends (`inbox.promises.settling`), for every conversation it
changed, so that no verb can forget to and no report looks it up. Left out are conversations that
intake has just opened, which wrote all of it with their waits, unless they have changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Subquery,
    Update,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from inbox.db import planned_afresh, table_of
from inbox.models import Act, Conversation, Event, Message, Wait

_WAITS, _CONVERSATION = table_of(Wait), table_of(Conversation)
_WAIT, _OPENER, _ANSWER = (
    table.alias(name)
    for table, name in (
        (_WAITS, "measured"),
        (table_of(Message), "opener"),
        (table_of(Message), "answer"),
    )
)
# Literal text, for the sake of the partial index (see `inbox.views`).
_IS_RESOLVE: ColumnElement[bool] = literal_column("event.name = 'conversation.resolved'")


def is_noted(session: Session, conversation_id: int, version: int) -> None:
    """Say that a conversation's waits were written with all that holds for them at a version."""
    _noted(session)[conversation_id] = version


def note(session: Session, changed: Mapping[int, int]) -> None:
    """Write at each wait of conversations, given by version, what holds for it if that differs."""
    noted = _noted(session)
    ids = [one for one, version in changed.items() if noted.get(one) != version]
    if ids:
        session.execute(_OF_CHANGED, {"changed": ids})


def correction(chosen: ColumnElement[bool] | None = None) -> Update:
    """Return the statement that mends waits, all or those chosen, where something else stands."""
    holding = _holding(true() if chosen is None else chosen)
    holds = {_WAITS.c[one.name]: one for one in holding.c if one.name != "id"}
    differs = or_(*(noted.is_distinct_from(value) for noted, value in holds.items()))
    return update(_WAITS).where(_WAITS.c.id == holding.c.id, differs).values(holds)


def _noted(session: Session) -> dict[int, int]:
    noted: dict[int, int] = session.info.setdefault("noted", {})
    return noted


def _holding(chosen: ColumnElement[bool]) -> Subquery:
    """Return what holds for each wait, every row it stands in looked up once."""
    return (
        select(
            _WAIT.c.id,
            _OPENER.c.received_at,
            _OPENER.c.first_seen_at.label("seen_at"),
            case((_WAIT.c.is_first, _next_resolve())).label("resolved_at"),
            _ANSWER.c.by_hand_at.is_not(None).label("is_by_hand"),
            *(_CONVERSATION.c[name] for name in ("team_id", "language", "post_id")),
        )
        .join(_CONVERSATION, _CONVERSATION.c.id == _WAIT.c.conversation_id)
        .join(_OPENER, _OPENER.c.id == _WAIT.c.opened_by_message_id)
        .outerjoin(_ANSWER, _ANSWER.c.id == _WAIT.c.ended_by_message_id)
        .where(chosen)
        .subquery("holding")
    )


def _next_resolve() -> ColumnElement[datetime]:
    """Return when a wait's conversation was next resolved; an undone resolve is none."""
    undone = select(Act.id).where(Act.event_id == Event.id, Act.undone_at.is_not(None))
    resolved = select(func.min(Event.occurred_at)).where(
        _IS_RESOLVE,
        Event.conversation_id == _WAIT.c.conversation_id,
        Event.occurred_at >= _WAIT.c.started_at,
        ~undone.correlate(Event).exists(),
    )
    return resolved.correlate(_WAIT).scalar_subquery()


_OF_CHANGED = planned_afresh(
    correction(_WAIT.c.conversation_id.in_(bindparam("changed", expanding=True)))
)
