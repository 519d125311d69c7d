"""Which accounts does somebody reach, and so which conversations?

The one place that decides. A team may be limited to some accounts. Whoever is in no limited team,
or in one that is not limited, reaches all; others reach what any of their teams does.

A session that reads for somebody is held to their reach: every statement over what belongs to an
account finds nothing else then, be it one that was written tomorrow. Whoever reaches all costs no
condition and no look. Sessions that read for several people ask for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    Text,
    and_,
    cast,
    event,
    exists,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    ORMExecuteState,
    Session,
    with_loader_criteria,
)

from inbox import announcing
from inbox.db import Base, Columns, table_of
from inbox.models import (
    Act,
    Attachment,
    Contact,
    ContactLink,
    Conversation,
    Delivery,
    Event,
    KeptDraft,
    Message,
    MessageVersion,
    Moderation,
    Mute,
    Note,
    Notification,
    Post,
    Promise,
    Reminder,
    Submission,
    Team,
    User,
    Wait,
)
from inbox.models.custom_role import holding

Reach: TypeAlias = frozenset[int] | None
"""Numbers of accounts; None for all there are and will be."""

_HELD, _HEARD = "reach", "reach_heard"


def of(one: User | Team) -> Reach:
    """Return which accounts a person reaches, or a team is limited to."""
    return _read(one.reaches)


def reaches(one: User | Team, account_id: int) -> bool:
    """Say whether somebody, or a team, reaches an account."""
    return within(of(one), account_id)


def within(accounts: Reach, account_id: int) -> bool:
    """Say whether an account is among those reached."""
    return accounts is None or account_id in accounts


def covers(wide: Reach, narrow: Reach) -> bool:
    """Say whether whoever reaches the one reaches all of the other."""
    return wide is None or (narrow is not None and narrow <= wide)


def together(teams: Iterable[Team]) -> Reach:
    """Return what whoever is in these teams reaches."""
    each = [of(team) for team in teams]
    limited = [one for one in each if one is not None]
    return frozenset().union(*limited) if limited and len(limited) == len(each) else None


def settle(session: Session, person: User, teams: Iterable[Team]) -> None:
    """Let a person reach what these teams of theirs do, and their desks come anew if it changed."""
    accounts = together(teams)
    if accounts != of(person):
        person.reaches = None if accounts is None else frozenset(map(str, accounts))
        session.execute(update(User).where(User.id == person.id).values(reaches=person.reaches))
        announcing.reach_changed(session, person.id)


def who_reaches(account_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Say in SQL whether a `User` reaches an account."""
    named = str(account_id) if isinstance(account_id, int) else cast(account_id, Text)
    kept = type_coerce(User.reaches, Text)
    return or_(User.reaches.is_(None), kept.contains(holding("") + named + holding("")))


def changed(session: Session, known: Iterable[tuple[int, Reach]]) -> set[tuple[int, Reach]]:
    """Return which of these, each a person and what they reached, holds no more."""
    asked = set(known)
    people = select(User.id, User.reaches).where(User.id.in_({one for one, _ in asked}))
    return asked - {(user_id, _read(kept)) for user_id, kept in session.execute(people)}


def hold(session: Session, accounts: Reach) -> None:
    """Let a session find from now on what belongs to these accounts, and nothing else."""
    session.info[_HELD] = accounts
    if accounts is not None and _HEARD not in session.info:
        session.info[_HEARD] = True
        event.listen(session, "do_orm_execute", _narrow)


def held(session: Session) -> Reach:
    """Return what a session is held to."""
    found: Reach = session.info.get(_HELD)
    return found


@contextmanager
def lifted(session: Session) -> Iterator[None]:
    """Let a session find everything for a while: for what the desk does, whoever asked for it."""
    accounts = held(session)
    session.info[_HELD] = None
    try:
        yield
    finally:
        session.info[_HELD] = accounts


def _read(kept: Iterable[str] | None) -> Reach:
    return None if kept is None else frozenset(map(int, kept))


def conditions(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of a `Conversation` that a session finds, where no statement says it."""
    accounts = held(session)
    return () if accounts is None else (Conversation.account_id.in_(sorted(accounts)),)


def narrowed(session: Session, statement: Select[*Columns]) -> Select[*Columns]:
    """Return a statement that finds what a session is held to, though it is run without it."""
    accounts = held(session)
    return statement if accounts is None else statement.options(*_narrowing(accounts))


def _narrow(asked: ORMExecuteState) -> None:
    accounts = held(asked.session)
    is_of_rows = asked.is_select or asked.is_update or asked.is_delete
    if accounts is None or not is_of_rows or asked.is_column_load or asked.is_relationship_load:
        return
    asked.statement = asked.statement.options(*_narrowing(accounts))


_OF_ACCOUNT = (Conversation, Contact, Delivery, Message, Moderation, Post, Wait)
_OF_CONVERSATION = (Act, KeptDraft, Note, Notification, Promise, Reminder, Submission)
_OF_MESSAGE = (Attachment, MessageVersion)

# Under names of their own, so that none is taken for one of the statement they stand in.
_CONVERSATIONS = table_of(Conversation).alias("reached_conversation")
_MESSAGES = table_of(Message).alias("reached_message")
_CONTACTS = table_of(Contact).alias("reached_contact")


@lru_cache(maxsize=64)
def _narrowing(accounts: frozenset[int]) -> tuple[LoaderCriteriaOption, ...]:
    numbers = sorted(accounts)
    # Said of `it`, so that each alias a statement has is asked for itself; row by row, since a list
    # of all there is would be gathered for every count; and of a sum, so that no index of accounts
    # is taken for the one that knows what is open.
    return (
        *(_of(one, lambda it: (it.account_id + 0).in_(numbers)) for one in _OF_ACCOUNT),
        *(
            _of(one, lambda it: _is_of(_CONVERSATIONS, it.conversation_id, numbers))
            for one in _OF_CONVERSATION
        ),
        *(_of(one, lambda it: _is_of(_MESSAGES, it.message_id, numbers)) for one in _OF_MESSAGE),
        _of(Mute, lambda it: _is_of(_CONTACTS, it.contact_id, numbers)),
        _of(
            ContactLink,
            lambda it: and_(
                _is_of(_CONTACTS, it.one_id, numbers), _is_of(_CONTACTS, it.other_id, numbers)
            ),
        ),
        _of(
            Event,
            lambda it: or_(
                it.conversation_id.is_(None), _is_of(_CONVERSATIONS, it.conversation_id, numbers)
            ),
        ),
    )


def _is_of(
    among: FromClause, number: SQLColumnExpression[int], accounts: list[int]
) -> ColumnElement[bool]:
    return exists().where(among.c.id == number, among.c.account_id.in_(accounts))


def _of(model: type[Base], holds: Callable[[Any], ColumnElement[bool]]) -> LoaderCriteriaOption:
    return with_loader_criteria(model, holds, include_aliases=True)
