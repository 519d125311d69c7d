"""Which rows does a view show, how many are there, and where does one belong?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import desk_views, triage_groups, views
from inbox.errors import Invalid
from inbox.models import Conversation, Priority, User
from inbox.triage_groups import Group
from inbox.views import View

PAGE_LENGTH = 50
_ROW = (
    selectinload(Conversation.contact),
    selectinload(Conversation.assignee),
    selectinload(Conversation.account),
    selectinload(Conversation.tags),
    selectinload(Conversation.named_status),
)

# Triage order: urgent first, then whoever waits longest, then those who wait
# for nobody, the newest first, and behind all of them the muted.
# What is resolved is urgent, or muted, for nobody any more.
_RANKS = {Group.URGENT: 0, Group.MUTED: 2}
_OTHERS = 1
_is_unresolved: ColumnElement[bool] = literal_column("conversation.status <> 'resolved'")
_rank: ColumnElement[int] = case(
    (and_(Conversation.priority == Priority.URGENT, _is_unresolved), _RANKS[Group.URGENT]),
    (and_(Conversation.is_muted, _is_unresolved), _RANKS[Group.MUTED]),
    else_=_OTHERS,
)
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_WAITING = func.coalesce(Conversation.waiting_since, _FAR, type_=Conversation.waiting_since.type)


class BadPlace(Invalid):
    """A paging mark that this desk did not give out."""

    def __init__(self) -> None:
        super().__init__(Phrase("This page mark cannot be read. Start from the first page."))


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of a view, and the mark of where the next ones start."""

    rows: list[Conversation]
    next: str | None


def page(
    session: Session,
    view: View,
    user: User,
    *,
    after: str | None = None,
    limit: int = PAGE_LENGTH,
    also: ColumnElement[bool] | None = None,
) -> QueuePage:
    """Return one page of a view in its order. Raises BadPlace."""
    query = select(Conversation).where(view.condition(user)).options(*_ROW)
    if also is not None:
        query = query.where(also)
    query = _triage(query, after) if view.is_triaged else _resolved_order(query, after)
    rows = list(session.scalars(query.limit(limit + 1)))
    shown = rows[:limit]
    more = len(rows) > limit
    return QueuePage(rows=shown, next=_mark(view, shown[-1]) if more else None)


def rows(session: Session, ids: Collection[int]) -> list[Conversation]:
    """Return conversations as rows, in no particular order."""
    return list(
        session.scalars(select(Conversation).where(Conversation.id.in_(ids)).options(*_ROW))
    )


def counts(session: Session, user: User, shown: Sequence[View] | None = None) -> dict[str, int]:
    """Count views by their marks, in one statement: the rail of a person, or those shown.

    The open ones take one look together, others one each; some are not counted.
    """
    given = desk_views.rail(session, user) if shown is None else shown
    counted = [view for view in given if view.is_counted]
    of_open = [view for view in counted if view.is_of_open]
    alone = [view for view in counted if not view.is_of_open]
    figures = select(
        func.count(),
        *(func.count().filter(view.condition(user)) for view in of_open),
        *(_alone(view, user) for view in alone),
    ).where(views.find("open").condition(user))
    _, *counts = session.execute(figures.select_from(Conversation)).one()
    marks = [view.mark for view in (*of_open, *alone)]
    return dict(zip(marks, counts, strict=True))


def belonging(
    session: Session, ids: Collection[int], user: User, marks: Collection[str] = ()
) -> dict[int, set[str]]:
    """Tell which views each conversation belongs to, for one person.

    `marks` name views beside those that everybody has.
    """
    usual = views.all_views()
    more = set(marks) - {view.mark for view in usual}
    known = (*usual, *desk_views.found(session, sorted(more), user))
    found = session.execute(
        select(Conversation.id, *(view.condition(user) for view in known)).where(
            Conversation.id.in_(ids)
        )
    )
    return {
        row[0]: {view.mark for view, holds in zip(known, row[1:], strict=True) if holds}
        for row in found
    }


def _alone(view: View, user: User) -> ScalarSelect[int]:
    count = select(func.count()).select_from(Conversation).where(view.condition(user))
    return count.correlate(None).scalar_subquery()


def _triage(query: Select[Conversation], after: str | None) -> Select[Conversation]:
    if after:
        rank, instant, number = _place(after)
        query = query.where(
            or_(
                _rank > rank,
                and_(
                    _rank == rank,
                    tuple_(_WAITING, Conversation.id) > tuple_(instant, number),
                ),
            )
        )
    return query.order_by(_rank, _WAITING, Conversation.id)


def _resolved_order(query: Select[Conversation], after: str | None) -> Select[Conversation]:
    if after:
        _, instant, number = _place(after)
        query = query.where(
            tuple_(Conversation.resolved_at, Conversation.id) < tuple_(instant, number)
        )
    return query.order_by(Conversation.resolved_at.desc(), Conversation.id.desc())


def _mark(view: View, last: Conversation) -> str:
    instant = last.waiting_since if view.is_triaged else last.resolved_at
    rank = _RANKS.get(triage_groups.of(last), _OTHERS)
    return f"{rank}_{(instant or _FAR).isoformat()}_{last.id}"


def _place(mark: str) -> tuple[int, datetime, int]:
    try:
        rank, instant, number = mark.split("_")
        return int(rank), datetime.fromisoformat(instant), int(number)
    except ValueError:
        raise BadPlace from None
