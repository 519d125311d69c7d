"""Which rows does a view show, how many are there, and where does one belong?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from connectors.phrases import Phrase
from inbox import at_hand, clock, desk_views, tagging, triage_groups, views
from inbox.anybody import ANYBODY, being
from inbox.errors import Invalid
from inbox.models import Account, Conversation, NamedStatus, User, conversation_tag
from inbox.views import View

PAGE_LENGTH = 50
# What few rows have is asked for beside them. Whatever every page asks for is written once here: of
# small statements the writing takes longer than the answer.
_ROW = select(
    Conversation, exists().where(conversation_tag.c.conversation_id == Conversation.id)
).options(joinedload(Conversation.contact))

_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_DUE = func.coalesce(Conversation.due_at, _FAR, type_=Conversation.due_at.type)
_WAITING = func.coalesce(Conversation.waiting_since, _FAR, type_=Conversation.waiting_since.type)
_RESOLVED_ORDER = (Conversation.resolved_at.desc(), Conversation.id.desc())


class BadPlace(Invalid):
    """A paging mark that this desk did not give out."""

    def __init__(self) -> None:
        super().__init__(Phrase("This page mark cannot be read. Start from the first page."))


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of a view, the mark of where the next ones start, and as of when they are ordered.

    What becomes due while somebody turns the pages changes its place on none of them.
    """

    rows: list[Conversation]
    next: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """After which row a page begins, in the order that held at a moment."""

    at: datetime
    rank: int = -1
    first: datetime = _FAR
    second: datetime = _FAR
    id: int = 0


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
    place = _place(after) if after else _Place(at=clock.now(session))
    order = _triage(place) if view.is_triaged else _RESOLVED_ORDER
    behind = _behind(view, place)
    shown_here = [one for one in (view.condition(user), also, behind) if one is not None]
    # Which ones they are is told by an index alone, so that no other row is read.
    ids = select(Conversation.id).where(*shown_here).order_by(*order).limit(limit + 1)
    rows = _loaded(session, _ROW.where(Conversation.id.in_(ids)).order_by(*order))
    shown = rows[:limit]
    more = len(rows) > limit
    return QueuePage(
        rows=shown, next=_mark(view, shown[-1], place.at) if more else None, at=place.at
    )


def rows(session: Session, ids: Collection[int]) -> list[Conversation]:
    """Return conversations as rows, in no particular order."""
    return _loaded(session, _ROW.where(Conversation.id.in_(ids))) if ids else []


def counts(session: Session, user: User, shown: Sequence[View] | None = None) -> dict[str, int]:
    """Count views by their marks, in one statement: the rail of a person, or those shown.

    The open ones take one look together, others one each; some are not counted.
    """
    given = desk_views.rail(session, user) if shown is None else shown
    counted = [view for view in given if view.is_counted]
    of_open = [view for view in counted if view.is_of_open]
    alone = [view for view in counted if not view.is_of_open]
    figures = select(func.count(), *map(_figure, (*of_open, *alone))).where(views.IS_OPEN)
    _, *counts = session.execute(figures.select_from(Conversation), being(user.id)).one()
    marks = [view.mark for view in (*of_open, *alone)]
    return dict(zip(marks, counts, strict=True))


def counts_of_each(
    session: Session, shown: Mapping[int, Sequence[View]]
) -> dict[int, dict[str, int]]:
    """Count views for many people by their marks: what all see alike once, their own for each."""
    every = {view.mark: view for given in shown.values() for view in given}
    alike = counts(session, User(id=0), [one for one in every.values() if not one.is_personal])
    own: dict[tuple[str, ...], Select[*tuple[Any, ...]]] = {}
    found = {}
    for user_id, given in shown.items():
        marks = tuple(one.mark for one in given if one.is_personal and one.is_counted)
        if marks not in own:
            own[marks] = select(*(_alone(every[mark]) for mark in marks))
        mine = session.execute(own[marks], being(user_id)).one() if marks else ()
        known = {one.mark: alike[one.mark] for one in given if one.mark in alike}
        found[user_id] = known | dict(zip(marks, mine, strict=True))
    return found


def belonging_of_each(
    session: Session, ids: Collection[int], shown: Mapping[int, Collection[str]]
) -> dict[int, dict[int, set[str]]]:
    """Tell of many people which of the views they have open each conversation belongs to."""
    asked: dict[tuple[str, ...], Select[*tuple[Any, ...]]] = {}
    found = {}
    for user_id, marks in shown.items():
        there = desk_views.found(session, sorted(marks), User(id=user_id))
        named = tuple(view.mark for view in there)
        if named not in asked:
            holds = [view.condition(ANYBODY).label(None) for view in there]
            asked[named] = select(Conversation.id, *holds).where(Conversation.id.in_(ids))
        rows = session.execute(asked[named], being(user_id))
        found[user_id] = {row[0]: _marked(named, row[1:]) for row in rows}
    return found


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
        select(Conversation.id, *(view.condition(user).label(None) for view in known)).where(
            Conversation.id.in_(ids)
        )
    )
    marks = [view.mark for view in known]
    return {row[0]: _marked(marks, row[1:]) for row in found}


def _loaded(session: Session, query: Select[Conversation, bool]) -> list[Conversation]:
    found = session.execute(query).all()
    rows = [conversation for conversation, _ in found]
    at_hand.give(session, rows, Account, "account")
    at_hand.give(session, rows, User, "assignee")
    at_hand.give(session, rows, NamedStatus, "named_status")
    tags = tagging.of_each(session, [row.id for row, has_tags in found if has_tags])
    for row in rows:
        set_committed_value(row, "tags", tags.get(row.id, []))
    return rows


def _marked(marks: Sequence[str], holds: Sequence[bool]) -> set[str]:
    return {mark for mark, holds_here in zip(marks, holds, strict=True) if holds_here}


def _figure(view: View) -> ColumnElement[int]:
    return _USUAL[view] if view in _USUAL else _counting(view)


def _counting(view: View) -> ColumnElement[int]:
    """Count a view among what is open, or alone."""
    if not view.is_of_open:
        return _alone(view)
    return func.count().filter(views.beyond_open(view.condition(ANYBODY)))


def _alone(view: View) -> ScalarSelect[int]:
    count = select(func.count()).select_from(Conversation).where(view.condition(ANYBODY))
    return count.correlate(None).scalar_subquery()


_USUAL = {view: _counting(view) for view in views.all_views() if view.is_counted}


# Group by group; in each whoever was promised an answer soonest, then whoever waits longest.
def _triage(after: _Place) -> tuple[ColumnElement[Any] | InstrumentedAttribute[int], ...]:
    return triage_groups.rank(after.at), _DUE, _WAITING, Conversation.id


def _behind(view: View, after: _Place) -> ColumnElement[bool] | None:
    if not after.id:
        return None
    if not view.is_triaged:
        return tuple_(Conversation.resolved_at, Conversation.id) < tuple_(after.first, after.id)
    rank, *place = _triage(after)
    behind = tuple_(*place) > tuple_(after.first, after.second, after.id)
    return or_(rank > after.rank, and_(rank == after.rank, behind))


def _mark(view: View, last: Conversation, at: datetime) -> str:
    rank = triage_groups.rank_of(triage_groups.of(last, at))
    first = last.due_at if view.is_triaged else last.resolved_at
    instants = (at, first or _FAR, last.waiting_since or _FAR)
    return "_".join((str(rank), *(one.isoformat() for one in instants), str(last.id)))


def _place(mark: str) -> _Place:
    try:
        rank, *instants, number = mark.split("_")
        at, first, second = (datetime.fromisoformat(one).astimezone(UTC) for one in instants)
        return _Place(at=at, rank=int(rank), first=first, second=second, id=int(number))
    except (ValueError, OverflowError):
        raise BadPlace from None
