"""Which conversations belong to which view?

A view is one SQL expression. The list, its count, and "does this changed
conversation belong here?" all use it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BooleanClauseList, ColumnElement, and_, bindparam, literal_column, true
from sqlalchemy.sql import operators

from connectors.phrases import Phrase
from connectors.words import Platform
from inbox import mentioning
from inbox.approval import rule
from inbox.errors import NotFound
from inbox.models import Conversation, User
from inbox.moderation import second_person

ENDING_SOON = timedelta(hours=6)
"""How long before a private answer stops being allowed a waiting person is pointed out."""

Condition = Callable[[User], ColumnElement[bool]]

PLATFORM_NAMES = {Platform.FACEBOOK: "Facebook", Platform.INSTAGRAM: "Instagram", Platform.X: "X"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A named part of the desk.

    `is_counted` is off where a live count would be dear, `is_triaged` where rows stand in
    another order than who must be looked at first, `is_of_open` where not all of them are open.
    `query` belongs to the address of a view that a filter asks for; `as_filter` is the query of the
    filter that comes nearest; `missing` says what a view asks for that is gone.
    """

    key: str
    name: str
    icon: str
    group: str
    condition: Condition
    is_counted: bool = True
    is_triaged: bool = True
    is_of_open: bool = True
    is_personal: bool = False
    query: str = ""
    as_filter: str = ""
    missing: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What browsers and servers call it among themselves."""
        return f"{self.key}?{self.query}" if self.query or self.group == "filter" else self.key


class NoSuchView(NotFound):
    """No view has this name."""

    def __init__(self, key: str) -> None:
        super().__init__(Phrase("There is no view called {key}.", key=key))


# Literal text, not bound values: the databases then see that the partial
# indexes of open conversations apply.
IS_OPEN: ColumnElement[bool] = literal_column("conversation.status = 'open'")
"""Stands in every condition of what is open, this very one (`beyond_open`)."""
_IS_URGENT: ColumnElement[bool] = literal_column("conversation.priority = 'urgent'")
_IS_SNOOZED: ColumnElement[bool] = literal_column("conversation.status = 'snoozed'")
_IS_RESOLVED: ColumnElement[bool] = literal_column("conversation.status = 'resolved'")


# Asked when a statement runs, which may have been written long before.
_NOW = bindparam("now", callable_=lambda: datetime.now(UTC), type_=Conversation.due_at.type)
_SOON = bindparam(
    "ending_soon",
    callable_=lambda: datetime.now(UTC) + ENDING_SOON,
    type_=Conversation.answer_by.type,
)


def _is_open(_user: User) -> ColumnElement[bool]:
    return IS_OPEN


def _is_urgent(_user: User) -> ColumnElement[bool]:
    return and_(IS_OPEN, _IS_URGENT)


def _is_unassigned(_user: User) -> ColumnElement[bool]:
    return and_(IS_OPEN, Conversation.assignee_id.is_(None))


def _is_mine(user: User) -> ColumnElement[bool]:
    return and_(IS_OPEN, Conversation.assignee_id == user.id)


def _is_ending_soon(_user: User) -> ColumnElement[bool]:
    ends = Conversation.answer_by.between(_NOW, _SOON)
    return and_(IS_OPEN, Conversation.waiting_since.is_not(None), ends)


def _is_overdue(_user: User) -> ColumnElement[bool]:
    return and_(IS_OPEN, Conversation.due_at <= _NOW)


def _is_snoozed(_user: User) -> ColumnElement[bool]:
    return _IS_SNOOZED


def _is_muted(_user: User) -> ColumnElement[bool]:
    return and_(IS_OPEN, Conversation.is_muted)


def _is_resolved(_user: User) -> ColumnElement[bool]:
    return and_(_IS_RESOLVED, Conversation.merged_into_id.is_(None))


def _is_on(platform: Platform) -> Condition:
    return lambda _user: and_(IS_OPEN, Conversation.platform == platform)


_DESK = (
    View(
        key="urgent",
        name=Phrase("Urgent"),
        icon="flag",
        group="desk",
        condition=_is_urgent,
        as_filter="priority=urgent",
    ),
    View(
        key="overdue",
        name=Phrase("Overdue"),
        icon="alert",
        group="desk",
        condition=_is_overdue,
    ),
    View(key="open", name=Phrase("All open"), icon="inbox", group="desk", condition=_is_open),
    View(
        key="mine",
        name=Phrase("Mine"),
        icon="user",
        group="desk",
        condition=_is_mine,
        is_personal=True,
        as_filter="assignee=me",
    ),
    View(
        key="unassigned",
        name=Phrase("Unassigned"),
        icon="users",
        group="desk",
        condition=_is_unassigned,
        as_filter="assignee=nobody",
    ),
    View(
        key="ending",
        name=Phrase("Ending soon"),
        icon="clock",
        group="desk",
        condition=_is_ending_soon,
        as_filter="ending=6h",
    ),
    View(
        key="confirm",
        name=Phrase("To confirm"),
        icon="trash",
        group="desk",
        condition=second_person.waits_for,
        is_personal=True,
        is_of_open=False,
    ),
    View(
        key="approve",
        name=Phrase("To approve"),
        icon="shield",
        group="desk",
        condition=rule.waits_for,
        is_personal=True,
        is_of_open=False,
    ),
    View(
        key="returned",
        name=Phrase("Sent back to you"),
        icon="undo",
        group="desk",
        condition=rule.came_back_to,
        is_personal=True,
        is_of_open=False,
    ),
    View(
        key="mentions",
        name=Phrase("Mentions of me"),
        icon="at",
        group="desk",
        condition=mentioning.waits_for,
        is_personal=True,
        is_of_open=False,
    ),
    View(
        key="snoozed",
        name=Phrase("Snoozed"),
        icon="moon",
        group="desk",
        condition=_is_snoozed,
        is_of_open=False,
        as_filter="status=snoozed",
    ),
    View(
        key="muted",
        name=Phrase("Muted"),
        icon="bell-off",
        group="desk",
        condition=_is_muted,
        as_filter="muted=yes",
    ),
    View(
        key="resolved",
        name=Phrase("Resolved"),
        icon="check",
        group="desk",
        condition=_is_resolved,
        is_counted=False,
        is_triaged=False,
        is_of_open=False,
        as_filter="status=resolved",
    ),
)
_PLATFORMS = tuple(
    View(
        key=platform.value,
        name=PLATFORM_NAMES[platform],
        icon=platform.value,
        group="platform",
        condition=_is_on(platform),
        as_filter=f"platform={platform}",
    )
    for platform in Platform
)


def beyond_open(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return what a condition asks of a conversation that is known to be open."""
    is_and = isinstance(condition, BooleanClauseList) and condition.operator is operators.and_
    clauses = condition.clauses if is_and else [condition]
    return and_(true(), *(one for one in clauses if one is not IS_OPEN))


def all_views() -> tuple[View, ...]:
    """Return every view in the order of the rail."""
    return _DESK + _PLATFORMS


def find(key: str) -> View:
    """Return one view. Raises NoSuchView."""
    for view in all_views():
        if view.key == key:
            return view
    raise NoSuchView(key)
