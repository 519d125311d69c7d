"""Who may confirm a delete that somebody else asked for?

A supervisor or whoever approves moderation; where no other one than the person who asked reaches
the account, anybody else at the desk who does. Never who asked, nor anybody who was not vouched
for.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from inbox import countersigning, people, reach
from inbox.models import Conversation, Moderation, User
from inbox.permissions import Permission

_IS_ABLE = countersigning.who_may(Permission.CONFIRM)

# Literal text, as in `inbox.views`: the partial index of proposals then applies.
_IS_PROPOSED: ColumnElement[bool] = literal_column("moderation.state = 'proposed'")


def besides(session: Session, asked_by_id: int, account_id: int) -> list[User]:
    """Return who may confirm what this person asked for, by name; nobody where they are alone."""
    return among(people.reaching(session, account_id), asked_by_id)


def among(on_the_desk: Iterable[User], asked_by_id: int) -> list[User]:
    """Return the same of people who are here already, and reach it."""
    known = [person for person in on_the_desk if countersigning.is_known(person)]
    others = [person for person in known if person.id != asked_by_id]
    return [one for one in others if countersigning.may(one, Permission.CONFIRM)] or others


def waits_for(user: User) -> ColumnElement[bool]:
    """Say in SQL whether a conversation holds a delete that this person may confirm.

    Only the person's number is read, so that a count needs no look for them.
    """
    proposals = select(Moderation.conversation_id).where(
        _IS_PROPOSED,
        Moderation.by_user_id != user.id,
        or_(
            _is_senior(User.id == user.id),
            and_(_is_known(user), ~_is_senior(User.id != Moderation.by_user_id)),
        ),
    )
    return Conversation.id.in_(proposals)


def _is_known(user: User) -> ColumnElement[bool]:
    return exists().where(User.id == user.id, countersigning.IS_KNOWN)


def _is_senior(who: ColumnElement[bool]) -> ColumnElement[bool]:
    reaches_it = reach.who_reaches(Moderation.account_id)
    return exists().where(and_(who, User.is_active, _IS_ABLE, reaches_it))
