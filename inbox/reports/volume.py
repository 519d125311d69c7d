"""How much was written to the department?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal_column, select
from sqlalchemy.orm import Session, selectinload

from inbox.db import planned_afresh
from inbox.filters import compiling
from inbox.filters.conditions import ANY
from inbox.models import Conversation, Message, User
from inbox.reckoning import not_sought_by
from inbox.reports import arrays
from inbox.reports.arrays import Numbers
from inbox.reports.asking import Asked
from inbox.reports.fitting import APART, fitting

PAGE = 50

# Literal text, for the sake of the partial index (see `inbox.views`).
_IS_THEIRS: ColumnElement[bool] = literal_column("message.direction = 'in'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Messages of the public on some days, of how many people, and on as many days before."""

    messages: int = 0
    people: int = 0
    messages_before: int = 0


def written(session: Session, asked: Asked, *, by: User) -> Volume:
    """Count what was written on the days of a report, by the platforms' clocks.

    A person here is whom their conversation is assigned to now.
    """
    read = _held_against if asked.filter.parts and not asked.is_long else _counted
    before, counted, writers = read(session, asked, by)
    people = len(arrays.ranked(writers)[0]) if len(writers) else 0
    return Volume(messages=counted, people=people, messages_before=before)


def condition(session: Session, asked: Asked, *, by: User) -> ColumnElement[bool]:
    """Return what holds for what was written; of conversations too where they are chosen."""
    if not asked.filter.parts:
        return _sent(asked)
    # Most are over by the few days of a report, and need not be held against each message.
    is_late = (Conversation.active_at >= asked.start,) if not asked.is_long else ()
    return and_(_sent(asked), *is_late, *_of_conversations(session, asked, by))


def _sent(asked: Asked) -> ColumnElement[bool]:
    return and_(_IS_THEIRS, Message.sent_at >= asked.start, Message.sent_at < asked.end)


def _of_conversations(session: Session, asked: Asked, by: User) -> Iterator[ColumnElement[bool]]:
    parts = dict(asked.filter.parts)
    if accounts := parts.pop("account", None):
        # By its index of threads all that an account ever had would be looked through.
        yield not_sought_by(Conversation.account_id).in_(map(int, accounts))
    chosen = replace(asked.filter, parts=(("status", (ANY,)), *parts.items()))
    yield compiling.condition(chosen, session, by)


# Writers are told apart here: in the database that takes longer than to list them all.
_AUTHORS = func.aggregate_strings(cast(Message.author_contact_id, String), APART)


def _counted(session: Session, asked: Asked, by: User) -> tuple[int, int, Numbers]:
    """Count what was written before, and on these days, and list who wrote it."""
    before = session.scalar(_asked(session, asked.before, by, func.count()))
    counted, told = session.execute(_asked(session, asked, by, func.count(), _AUTHORS)).one()
    return before or 0, counted, arrays.listed(told or "", APART)


def _asked(
    session: Session, asked: Asked, by: User, *counted: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    statement = select(*counted).select_from(Message)
    if asked.filter.parts:
        statement = statement.join(Conversation, Conversation.id == Message.conversation_id)
    # Days and conditions differ too much from one report to the next for one plan.
    return planned_afresh(statement.where(condition(session, asked, by=by)))


def _held_against(session: Session, asked: Asked, by: User) -> tuple[int, int, Numbers]:
    """Do the same for what is chosen by its conversations, of few days."""
    (earlier, _), (where, who) = (_listed(session, one) for one in (asked.before, asked))
    chosen = and_(*_of_conversations(session, asked, by))
    fits = fitting(session, np.concatenate((earlier, where)), chosen)
    is_before, is_now = np.split(fits, [len(earlier)])
    return int(is_before.sum()), int(is_now.sum()), who[is_now & (who > 0)]


# Nobody is 0, so that the same place in both is the same message.
_WHERE_AND_WHO = [
    func.aggregate_strings(cast(one, String), APART)
    for one in (Message.conversation_id, func.coalesce(Message.author_contact_id, 0))
]


def _listed(session: Session, asked: Asked) -> tuple[Numbers, Numbers]:
    """List of each message that was written its conversation, and who wrote it."""
    told = session.execute(planned_afresh(select(*_WHERE_AND_WHO).where(_sent(asked)))).one()
    where, who = (arrays.listed(one or "", APART) for one in told)
    return where, who


@dataclass(frozen=True, slots=True, kw_only=True)
class Writers:
    """A page of the conversations in which people wrote, the most first, and how many in all."""

    count: int
    items: Sequence[tuple[Conversation, int]]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-self.count // PAGE))


def writers(session: Session, asked: Asked, *, by: User, page: int = 1) -> Writers:
    """Return one page of the conversations behind the messages that were written."""
    wrote = (
        select(Message.conversation_id.label("id"), func.count().label("messages"))
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(condition(session, asked, by=by))
        .group_by(Message.conversation_id)
        .subquery()
    )
    count = session.scalar(select(func.count()).select_from(wrote)) or 0
    shown = (
        select(Conversation, wrote.c.messages)
        .join(wrote, wrote.c.id == Conversation.id)
        .order_by(wrote.c.messages.desc(), Conversation.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
        .options(selectinload(Conversation.contact), selectinload(Conversation.account))
    )
    return Writers(count=count, items=session.execute(shown).all(), page=page)
