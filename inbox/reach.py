"""Which accounts does somebody reach, and so which conversations?

The one place that decides. A team may be limited to some accounts. Whoever is in no limited team,
or in one that is not limited, reaches all; others reach what any of their teams does.

A session that reads for somebody is held to their reach: every statement over what belongs to an
account finds nothing else then, be it one that was written tomorrow. Whoever reaches all costs no
condition and no look. Sessions that read for several people ask for each. Whoever waits until
somebody vouches for them (`inbox.unvouched`) finds nothing private anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    cast,
    event,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session

from inbox import announcing, narrowing
from inbox.db import Columns, table_of
from inbox.models import Conversation, Team, User
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
    return (
        hidden | private_among(session, [one.id for one in rows]) if reached.is_public else hidden
    )


def private_among(session: Session, numbers: Collection[int]) -> set[int]:
    """Return which of these conversations are not public, by number."""
    is_public = narrowing.is_public(table_of(Conversation))
    return set(
        session.scalars(select(Conversation.id).where(Conversation.id.in_(numbers), ~is_public))
    )


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
    return (
        (*of_accounts, narrowing.is_public(table_of(Conversation)))
        if reached.is_public
        else of_accounts
    )


def narrowed(session: Session, statement: Select[*Columns]) -> Select[*Columns]:
    """Return a statement that finds what a session is held to, though it is run without it."""
    reached = held(session)
    return statement if reached == ALL else statement.options(*_criteria(reached))


def _narrow(asked: ORMExecuteState) -> None:
    reached = held(asked.session)
    is_of_rows = asked.is_select or asked.is_update or asked.is_delete
    if reached == ALL or not is_of_rows or asked.is_column_load or asked.is_relationship_load:
        return
    asked.statement = asked.statement.options(*_criteria(reached))


def _criteria(reached: Reach) -> tuple[LoaderCriteriaOption, ...]:
    return narrowing.criteria(reached.accounts, is_public=reached.is_public)
