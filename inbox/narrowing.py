"""What holds of a row that somebody finds who does not reach everything (`inbox.reach`)?

Said of every table whose rows belong to an account or to a conversation, as options of a
statement, so that each place a table stands in it is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, SQLColumnExpression, and_, exists, or_
from sqlalchemy.orm import LoaderCriteriaOption, with_loader_criteria

from connectors.words import Audience, Kind
from inbox.db import Base, table_of
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
    Wait,
)

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
def criteria(
    accounts: frozenset[int] | None, *, is_public: bool
) -> tuple[LoaderCriteriaOption, ...]:
    """Return what narrows a statement to these accounts, or to what is public, or to both."""
    of_accounts = () if accounts is None else _of_accounts(sorted(accounts))
    return (*of_accounts, *_public()) if is_public else of_accounts


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
        _of(Conversation, lambda it: is_public(it)),  # noqa: PLW0108 - SQLAlchemy reads lambdas
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


def is_public(it: Any) -> ColumnElement[bool]:
    """Say in SQL whether all of a conversation is public.

    A public thread may have taken in a private one, or been answered in private.
    """
    columns = it.c if isinstance(it, FromClause) else it
    any_private = exists().where(
        _PRIVATE.c.conversation_id == columns.id, _PRIVATE.c.audience == Audience.PRIVATE
    )
    return and_(columns.kind != Kind.DIRECT_MESSAGE, ~any_private)


def _is_of_public(conversation_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    return exists().where(_CONVERSATIONS.c.id == conversation_id, is_public(_CONVERSATIONS))


def _is_in_public(message_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    its = and_(_CONVERSATIONS.c.id == _MESSAGES.c.conversation_id, is_public(_CONVERSATIONS))
    return exists().where(_MESSAGES.c.id == message_id, its)


def _wrote_in_public(contact_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    its = _CONVERSATIONS.c.contact_id == contact_id
    return exists().where(its, is_public(_CONVERSATIONS))


def _is_of(
    among: FromClause, number: SQLColumnExpression[int], accounts: list[int]
) -> ColumnElement[bool]:
    return exists().where(among.c.id == number, among.c.account_id.in_(accounts))


def _of(model: type[Base], holds: Callable[[Any], ColumnElement[bool]]) -> LoaderCriteriaOption:
    return with_loader_criteria(model, holds, include_aliases=True)
