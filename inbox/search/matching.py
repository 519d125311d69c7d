"""How does each database look terms up?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    cast,
    column,
    exists,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session

from inbox.models import SearchEntry, SearchPerson, SearchPost
from inbox.search import expressions, terms
from inbox.search.expressions import Clause, Expression

Place = ColumnElement[int]

_ENTRIES = table(
    "search_entry_fts", column("rowid", BigInteger), column("search_entry_fts"), column("terms")
)
_PEOPLE = table(
    "search_person_fts", column("rowid", BigInteger), column("search_person_fts"), column("terms")
)
_POSTS = table(
    "search_post_fts", column("rowid", BigInteger), column("search_post_fts"), column("terms")
)

_PLAN = text(
    "EXPLAIN (FORMAT JSON) SELECT 1 FROM search_entry WHERE terms @@ CAST(:asked AS tsquery)"
).execution_options(hearback_plans_afresh=True)
LATELY = 1_000
_MET = text(
    "SELECT count(*) FROM (SELECT terms FROM search_entry WHERE place < :before"
    " ORDER BY place DESC LIMIT :lately) AS latest WHERE terms @@ CAST(:asked AS tsquery)"
).execution_options(hearback_plans_afresh=True)
"""How many match of so many entries just before a place."""

_AS_LONG_AS = 3
"""To find one entry by its words takes as long as to pass this many on the way back."""


def entries(
    session: Session, expression: Expression
) -> tuple[Select[*tuple[Any, ...]], ColumnElement[int]]:
    """Select what matches, and name the column that orders it by time."""
    query: Select[*tuple[Any, ...]] = select(
        SearchEntry.place, SearchEntry.conversation_id, SearchEntry.message_id, SearchEntry.note_id
    )
    place: Place = SearchEntry.place  # type: ignore[assignment]  # an attribute is a column here
    if expression.is_empty:
        return query, place
    if not _is_sqlite(session):
        return query.where(_tsquery(SearchEntry.terms, expression)), place
    joined = _ENTRIES.join(SearchEntry.__table__, SearchEntry.place == _ENTRIES.c.rowid)
    return query.select_from(joined).where(_match(_ENTRIES, expression)), _ENTRIES.c.rowid


def by_time(
    session: Session, expression: Expression, place: Place, *, wanted: int, before: int
) -> Place:
    """Return what orders the newest so many of what matches before a place, found the quicker way.

    Few are quicker found by their words and sorted than met on the way back, hence `+ 0`.
    """
    if expression.is_empty or _is_sqlite(session):
        return place
    return place + 0 if _is_rare(session, expression, wanted, before) else place


def _is_rare(session: Session, expression: Expression, wanted: int, before: int) -> bool:
    """Say whether to find all that match is quicker than to walk back until enough are met.

    PostgreSQL estimates how many there are, but neither how many of them stand as a phrase nor
    whether they are of one bad week long ago, when it would walk for ever.
    """
    if any(_is_of_people(clause) for clause in expression.wanted):
        return True
    words = {"asked": expressions.tsquery(expression)}
    matches = session.scalar(_PLAN, words)[0]["Plan"]["Plan Rows"]
    if matches <= LATELY:
        return True
    met = session.scalar(_MET, {**words, "before": before, "lately": LATELY})
    return not met or bool(matches * _AS_LONG_AS < wanted * LATELY / met)


def _is_of_people(clause: Clause) -> bool:
    return all(words[0].startswith(terms.CONTACT) for words, _ in clause)


def is_match(session: Session, expression: Expression) -> ColumnElement[bool]:
    """Say whether an entry at hand matches."""
    if not _is_sqlite(session):
        return _tsquery(SearchEntry.terms, expression)
    return exists().where(_match(_ENTRIES, expression), _ENTRIES.c.rowid == SearchEntry.place)


def people(session: Session, expression: Expression) -> tuple[Select[int], Place]:
    """Select the numbers of the contacts that match, and name their column."""
    if _is_sqlite(session):
        return select(_PEOPLE.c.rowid).where(_match(_PEOPLE, expression)), _PEOPLE.c.rowid
    number: Place = SearchPerson.contact_id  # type: ignore[assignment]  # an attribute is a column here
    return select(number).where(_tsquery(SearchPerson.terms, expression)), number


def posts(session: Session, expression: Expression) -> tuple[Select[int], Place]:
    """Select the numbers of our posts that match, and name their column."""
    if _is_sqlite(session):
        return select(_POSTS.c.rowid).where(_match(_POSTS, expression)), _POSTS.c.rowid
    number: Place = SearchPost.post_id  # type: ignore[assignment]  # an attribute is a column here
    return select(number).where(_tsquery(SearchPost.terms, expression)), number


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _match(fts: Any, expression: Expression) -> ColumnElement[bool]:
    matches: ColumnElement[bool] = fts.c[fts.name].op("MATCH", is_comparison=True)(
        expressions.fts5(expression)
    )
    return matches


def _tsquery(of: InstrumentedAttribute[str], expression: Expression) -> ColumnElement[bool]:
    query = cast(expressions.tsquery(expression), TSQUERY)
    return of.op("@@", is_comparison=True)(query)
