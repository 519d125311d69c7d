"""Which accounts does somebody reach, and so which conversations?

The one place that decides. A team may be limited to some accounts. Whoever is in no limited team,
or in one that is not limited, reaches all; others reach what any of their teams does.

A session that reads for somebody is held to their reach: every statement over what belongs to an
account finds nothing else then, be it one that was written tomorrow. Whoever reaches all costs no
condition and no look. Sessions that read for several people ask for each. Whoever waits until
somebody vouches for them (`inbox.unvouched`) finds nothing private anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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

from connectors.words import Audience, Kind
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

Accounts: TypeAlias = frozenset[int] | None
"""Numbers of accounts; None for all there are and will be."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody finds: what is of these accounts, and only what is public where it says so."""

    accounts: Accounts = None
    is_public: bool = False


ALL = Reach()
"""Whatever there is."""

_HELD, _HEARD = "reach", "reach_heard"


def of(person: User) -> Reach:
    """Return what a person reaches: nothing private until somebody vouched for them."""
    return Reach(accounts_of(person), is_public=person.unvouched_since is not None)


def accounts_of(one: User | Team) -> Accounts:
    """Return which accounts a person reaches, or a team is limited to."""
    return _read(one.reaches)


def reaches(one: User | Team, account_id: int) -> bool:
    """Say whether somebody, or a team, reaches an account."""
    return within(Reach(accounts_of(one)), account_id)


def within(reached: Reach, account_id: int) -> bool:
    """Say whether an account is among those reached."""
    return reached.accounts is None or account_id in reached.accounts


def together(teams: Iterable[Team]) -> Accounts:
    """Return what whoever is in these teams reaches."""
    each = [accounts_of(team) for team in teams]
    limited = [one for one in each if one is not None]
    return frozenset().union(*limited) if limited and len(limited) == len(each) else None


def settle(session: Session, person: User, teams: Iterable[Team]) -> None:
    """Let a person reach what these teams of theirs do, and their desks come anew if it changed."""
    accounts = together(teams)
    if accounts != accounts_of(person):
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
    columns = User.id, User.reaches, User.unvouched_since.is_not(None)
    people = session.execute(select(*columns).where(User.id.in_({one for one, _ in asked})))
    return asked - {(one, Reach(_read(kept), is_public=limited)) for one, kept, limited in people}


def hidden_among(session: Session, reached: Reach, rows: Collection[Conversation]) -> set[int]:
    """Return which of these conversations somebody does not reach, by number."""
    hidden = {one.id for one in rows if not within(reached, one.account_id)}
    if reached.is_public:
        asked = select(Conversation.id).where(Conversation.id.in_([one.id for one in rows]))
        hidden |= set(session.scalars(asked.where(~_is_public(table_of(Conversation)))))
    return hidden


def hold(session: Session, reached: Reach) -> None:
    """Let a session find from now on what somebody reaches, and nothing else."""
    session.info[_HELD] = reached
    if reached != ALL and _HEARD not in session.info:
        session.info[_HEARD] = True
        event.listen(session, "do_orm_execute", _narrow)


def held(session: Session) -> Reach:
    """Return what a session is held to."""
    found: Reach = session.info.get(_HELD, ALL)
    return found


@contextmanager
def lifted(session: Session) -> Iterator[None]:
    """Let a session find everything for a while: for what the desk does, whoever asked for it."""
    reached = held(session)
    session.info[_HELD] = ALL
    try:
        yield
    finally:
        session.info[_HELD] = reached


def _read(kept: Iterable[str] | None) -> Accounts:
    return None if kept is None else frozenset(map(int, kept))


def conditions(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of a `Conversation` that a session finds, where no statement says it."""
    reached = held(session)
    of_accounts = (
        () if reached.accounts is None else (Conversation.account_id.in_(sorted(reached.accounts)),)
    )
    return (*of_accounts, _is_public(table_of(Conversation))) if reached.is_public else of_accounts


def narrowed(session: Session, statement: Select[*Columns]) -> Select[*Columns]:
    """Return a statement that finds what a session is held to, though it is run without it."""
    reached = held(session)
    return statement if reached == ALL else statement.options(*_narrowing(reached))


def _narrow(asked: ORMExecuteState) -> None:
    reached = held(asked.session)
    is_of_rows = asked.is_select or asked.is_update or asked.is_delete
    if reached == ALL or not is_of_rows or asked.is_column_load or asked.is_relationship_load:
        return
    asked.statement = asked.statement.options(*_narrowing(reached))


_WITH_CONVERSATION = (Delivery, Message, Moderation, Wait)
_OF_ACCOUNT = (Conversation, Contact, Post, *_WITH_CONVERSATION)
_OF_CONVERSATION = (Act, KeptDraft, Note, Notification, Promise, Reminder, Submission)
_OF_MESSAGE = (Attachment, MessageVersion)

# Under names of their own, so that none is taken for one of the statement they stand in.
_CONVERSATIONS = table_of(Conversation).alias("reached_conversation")
_MESSAGES = table_of(Message).alias("reached_message")
_CONTACTS = table_of(Contact).alias("reached_contact")
_PRIVATE = table_of(Message).alias("private_message")


@lru_cache(maxsize=64)
def _narrowing(reached: Reach) -> tuple[LoaderCriteriaOption, ...]:
    of_accounts = () if reached.accounts is None else _of_accounts(sorted(reached.accounts))
    return (*of_accounts, *_public()) if reached.is_public else of_accounts


def _of_accounts(numbers: list[int]) -> tuple[LoaderCriteriaOption, ...]:
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


# Of who wrote in private alone not even the name is found: that they did is private, too.
def _public() -> tuple[LoaderCriteriaOption, ...]:
    return (
        _of(Conversation, lambda it: _is_public(it)),  # noqa: PLW0108 - SQLAlchemy reads lambdas
        *(
            _of(one, lambda it: _is_of_public(it.conversation_id))
            for one in (*_WITH_CONVERSATION, *_OF_CONVERSATION)
        ),
        *(_of(one, lambda it: _is_in_public(it.message_id)) for one in _OF_MESSAGE),
        _of(Contact, lambda it: _wrote_in_public(it.id)),
        _of(Mute, lambda it: _wrote_in_public(it.contact_id)),
        _of(
            ContactLink,
            lambda it: and_(_wrote_in_public(it.one_id), _wrote_in_public(it.other_id)),
        ),
        _of(
            Event,
            lambda it: or_(it.conversation_id.is_(None), _is_of_public(it.conversation_id)),
        ),
    )


# A public thread may have taken in a private one, or been answered in private.
def _is_public(it: Any) -> ColumnElement[bool]:
    columns = it.c if isinstance(it, FromClause) else it
    any_private = exists().where(
        _PRIVATE.c.conversation_id == columns.id, _PRIVATE.c.audience == Audience.PRIVATE
    )
    return and_(columns.kind != Kind.DIRECT_MESSAGE, ~any_private)


def _is_of_public(conversation_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    return exists().where(_CONVERSATIONS.c.id == conversation_id, _is_public(_CONVERSATIONS))


def _is_in_public(message_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    its = and_(_CONVERSATIONS.c.id == _MESSAGES.c.conversation_id, _is_public(_CONVERSATIONS))
    return exists().where(_MESSAGES.c.id == message_id, its)


def _wrote_in_public(contact_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    its = _CONVERSATIONS.c.contact_id == contact_id
    return exists().where(its, _is_public(_CONVERSATIONS))


def _is_of(
    among: FromClause, number: SQLColumnExpression[int], accounts: list[int]
) -> ColumnElement[bool]:
    return exists().where(among.c.id == number, among.c.account_id.in_(accounts))


def _of(model: type[Base], holds: Callable[[Any], ColumnElement[bool]]) -> LoaderCriteriaOption:
    return with_loader_criteria(model, holds, include_aliases=True)
