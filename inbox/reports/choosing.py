"""Which waits does a report look at, and what does it know of each?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    case,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from inbox.db import Columns
from inbox.filters.conditions import NOBODY, NONE
from inbox.models import Conversation, Tag, Wait, WaitEnd, conversation_tag
from inbox.reckoning import reckoned
from inbox.reports.asking import Asked

START, END = Wait.started_microseconds.expression, Wait.ended_microseconds.expression

Given = tuple[str, ...]
Condition = ColumnElement[bool]

# It goes on in an earlier wait, and one person waits once.
ONE_PERSON_ONCE: Condition = or_(Wait.end.is_(None), Wait.end != WaitEnd.MERGED)

IS_ANSWERED: Condition = and_(Wait.end.is_not(None), Wait.end == WaitEnd.ANSWERED)

IS_WITHIN: Condition = and_(IS_ANSWERED, Wait.due_microseconds >= END)
"""Answered before the answer was due."""

_WORKED_ON = aliased(Conversation)
# Looked up for those that run alone: joined, every conversation of two years would be read.
_ASSIGNED = (
    select(_WORKED_ON.assignee_id)
    .where(_WORKED_ON.id == Wait.conversation_id)
    .correlate(Wait)
    .scalar_subquery()
)
PERSON: ColumnElement[int | None] = case(
    (Wait.end.is_(None), _ASSIGNED), else_=Wait.ended_by_user_id
)
"""Whose a wait is: of whoever ended it, or while it runs of whom it is assigned to."""

ON_THE_PLATFORM: Condition = and_(
    IS_ANSWERED, or_(Wait.ended_by_user_id.is_(None), Wait.is_by_hand)
)
"""Answered by somebody who typed on the platform itself, found there or told by them."""


def chosen(asked: Asked) -> Condition:
    """Return what holds for the waits that a report is about, whenever they began."""
    return and_(ONE_PERSON_ONCE, *(_BY_NAME[name](given) for name, given in asked.filter.parts))


def is_late(now: datetime) -> Condition:
    """Return what holds for waits that went on past their target, or do so at a moment."""
    return func.coalesce(END, reckoned(now)) > Wait.due_microseconds


def began(asked: Asked) -> Condition:
    """Return what holds for waits that began on the days of a report."""
    return and_(reckoned(asked.start) <= START, reckoned(asked.end) > START)


def joined(statement: Select[*Columns]) -> Select[*Columns]:
    """Join a statement over waits with their conversations."""
    return statement.join(Conversation, Conversation.id == Wait.conversation_id)


def _platform(given: Given) -> Condition:
    return Wait.platform.in_(given)


def _kind(given: Given) -> Condition:
    return Wait.kind.in_(given)


def _account(given: Given) -> Condition:
    return Wait.account_id.in_(_numbers(given))


def _team(given: Given) -> Condition:
    return _among(Wait.team_id, given, NONE)


def _language(given: Given) -> Condition:
    untold = Wait.language.is_(None) if NONE in given else false()
    return or_(Wait.language.in_(given), untold)


def _post(given: Given) -> Condition:
    return Wait.post_id.in_(_numbers(given))


def _assignee(given: Given) -> Condition:
    return _among(PERSON, given, NOBODY)


def _tag(given: Given) -> Condition:
    tags = select(Tag.id).where(Tag.name.in_(given))
    tagged = select(conversation_tag.c.conversation_id).where(conversation_tag.c.tag_id.in_(tags))
    return Wait.conversation_id.in_(tagged)


def _among(column: SQLColumnExpression[int | None], given: Given, absent: str) -> Condition:
    without = column.is_(None) if absent in given else false()
    return or_(column.in_(_numbers(given)), without)


def _numbers(given: Given) -> list[int]:
    return [int(one) for one in given if one.isdecimal()]


_BY_NAME: dict[str, Callable[[Given], Condition]] = {
    "platform": _platform,
    "kind": _kind,
    "account": _account,
    "team": _team,
    "assignee": _assignee,
    "tag": _tag,
    "language": _language,
    "post": _post,
}
