"""How much was written to the department?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal_column, select
from sqlalchemy.orm import Session, selectinload

from inbox.db import planned_afresh
from inbox.filters import compiling
from inbox.filters.conditions import ANY
from inbox.models import Conversation, Message, User
from inbox.reckoning import not_sought_by
from inbox.reports import arrays
from inbox.reports.asking import Asked

PAGE = 50
_APART = ","

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
    read = _in_one_look if asked.filter.parts and not asked.is_long else _apart
    before, counted, told = read(session, asked, by)
    writers = arrays.listed(told or "", _APART)
    people = len(arrays.ranked(writers)[0]) if len(writers) else 0
    return Volume(messages=counted, people=people, messages_before=before)


def condition(session: Session, asked: Asked, *, by: User) -> ColumnElement[bool]:
    """Return what holds for what was written; of conversations too where they are chosen."""
    sent = and_(_IS_THEIRS, Message.sent_at >= asked.start, Message.sent_at < asked.end)
    if not asked.filter.parts:
        return sent
    return and_(sent, *_of_conversations(session, asked, by))


def _of_conversations(session: Session, asked: Asked, by: User) -> Iterator[ColumnElement[bool]]:
    parts = dict(asked.filter.parts)
    if accounts := parts.pop("account", None):
        # By its index of threads all that an account ever had would be looked through.
        yield not_sought_by(Conversation.account_id).in_(map(int, accounts))
    if not asked.is_long:
        # Most were over by then, and need not be held against each message.
        yield Conversation.active_at >= asked.start
    chosen = replace(asked.filter, parts=(("status", (ANY,)), *parts.items()))
    yield compiling.condition(chosen, session, by)


# Writers are told apart here: in the database that takes longer than to list them all.
_AUTHORS = func.aggregate_strings(cast(Message.author_contact_id, String), _APART)


def _apart(session: Session, asked: Asked, by: User) -> tuple[int, int, str | None]:
    """Count what was written before, and on these days, and list who wrote it."""
    before = session.scalar(_asked(session, asked.before, by, func.count()))
    counted, told = session.execute(_asked(session, asked, by, func.count(), _AUTHORS)).one()
    return before or 0, counted, told


def _in_one_look(session: Session, asked: Asked, by: User) -> tuple[int, int, str | None]:
    """Do the same where conversations are looked up for it, which takes longer than to count.

    Of many days, telling which are the earlier ones takes longer yet.
    """
    both, is_now = asked.of_days(asked.before.first, asked.last), Message.sent_at >= asked.start
    every, now = func.count(), func.count().filter(is_now)
    found = session.execute(_asked(session, both, by, every, now, _AUTHORS.filter(is_now)))
    counted, counted_now, told = found.one()
    return counted - counted_now, counted_now, told


def _asked(
    session: Session, asked: Asked, by: User, *counted: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    statement = select(*counted).select_from(Message)
    if asked.filter.parts:
        statement = statement.join(Conversation, Conversation.id == Message.conversation_id)
    # Days and conditions differ too much from one report to the next for one plan.
    return planned_afresh(statement.where(condition(session, asked, by=by)))


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
