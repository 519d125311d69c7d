"""What are waits counted by, and what is it of each?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, String, literal_column, type_coerce

from inbox.models import Conversation, Tag, Wait
from inbox.reports import choosing, moments
from inbox.reports.asking import Asked

TOTAL, DAY, WEEK, HOUR = "total", "day", "week", "hour"
PLACE, ACCOUNT = "place", "account"
TEAM, PERSON, TAG, LANGUAGE, POST = "team", "assignee", "tag", "language", "post"

OF_CONVERSATIONS = frozenset((TEAM, LANGUAGE, POST))
"""What stands at the conversation."""


def of(name: str, asked: Asked) -> ColumnElement[Any]:
    """Return what a wait is counted under."""
    return _KEYS[name](asked)


def _day(asked: Asked) -> ColumnElement[int]:
    return moments.day(choosing.START, asked.first, asked.last, asked.zone)


def _place(_asked: Asked) -> ColumnElement[str]:
    platform, kind = type_coerce(Wait.platform, String), type_coerce(Wait.kind, String)
    return platform + literal_column("'/'") + kind


_KEYS: dict[str, Callable[[Asked], ColumnElement[Any]]] = {
    TOTAL: lambda _: literal_column("''"),
    DAY: _day,
    WEEK: lambda asked: moments.monday(_day(asked)),
    HOUR: lambda asked: moments.hour_of_week(choosing.START, asked.first, asked.last, asked.zone),
    PLACE: _place,
    ACCOUNT: lambda _: Wait.account_id.expression,
    TEAM: lambda _: Conversation.team_id.expression,
    PERSON: lambda _: choosing.PERSON,
    TAG: lambda _: Tag.name.expression,
    LANGUAGE: lambda _: Conversation.language.expression,
    POST: lambda _: Conversation.post_id.expression,
}
