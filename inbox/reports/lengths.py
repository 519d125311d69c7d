"""Which lengths do half, and nine in ten, of each group not exceed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, literal_column, select, true
from sqlalchemy.orm import Session

from inbox.reckoning import MICROSECOND
from inbox.reports.figures import Spread, median_place, ninth_place

Group = tuple[Any, bool]
"""What some waits have in common, and whether they are first ones."""

_MEDIAN, _NINTH = 0.5, 0.9


def by_group(
    session: Session, chosen: Select[Any], counts: Mapping[Group, int]
) -> dict[Group, Spread]:
    """Measure `length` of the chosen by their `key` and `is_first`.

    `counts` says how many there are of each, in the database's own order of both.
    """
    if session.get_bind().dialect.name == "postgresql":
        return _by_aggregate(session, chosen)
    return _by_place(session, chosen, counts)


def of_all(session: Session, lengths: Select[Any]) -> Spread:
    """Measure the one column of a statement."""
    [length] = lengths.subquery().c
    if session.get_bind().dialect.name == "postgresql":
        alone = select(literal_column("''").label("key"), true().label("is_first"), length)
        return _by_aggregate(session, alone).get(("", True), Spread())
    return _all_by_place(session, length)


def of_all_and(session: Session, lengths: Select[Any], others: Sequence[int]) -> Spread:
    """Measure the one column of a statement together with lengths that were reckoned here."""
    found = lengths.subquery()
    [length] = found.c
    known: int = session.execute(select(func.count()).select_from(found)).scalar_one()
    count, more = known + len(others), sorted(others)
    if not count:
        return Spread()
    median, ninth = (
        # Before the one that is wanted stand at most all the others: it is not far from its place.
        _at(session, length, place, more)
        for place in (median_place(count), ninth_place(count))
    )
    return Spread(count=count, median=median * MICROSECOND, ninth_decile=ninth * MICROSECOND)


def _at(
    session: Session, length: SQLColumnExpression[int], place: int, others: Sequence[int]
) -> int:
    passed = max(place - len(others) - 1, 0)
    near = select(length).order_by(length).offset(passed).limit(place - passed)
    together: list[int] = sorted([*session.scalars(near), *others])
    return together[place - passed - 1]


def _by_aggregate(session: Session, chosen: Select[Any]) -> dict[Group, Spread]:
    one = chosen.subquery().c
    at = [func.percentile_disc(share).within_group(one.length) for share in (_MEDIAN, _NINTH)]
    grouped = select(one.key, one.is_first, func.count(), *at).group_by(one.key, one.is_first)
    return {
        (key, bool(is_first)): Spread(
            count=count, median=median * MICROSECOND, ninth_decile=ninth * MICROSECOND
        )
        for key, is_first, count, median, ninth in session.execute(grouped)
    }


# SQLite has no such aggregate, and one walk over what is sorted once is the quickest that it does.
def _by_place(
    session: Session, chosen: Select[Any], counts: Mapping[Group, int]
) -> dict[Group, Spread]:
    places = list(_places(counts))
    if not places:
        return {}
    one = chosen.subquery().c
    place = func.row_number().over(order_by=(one.key, one.is_first, one.length))
    walked = select(place.label("place"), one.length).subquery().c
    wanted = sorted({number for _group, *both in places for number in both})
    # Literal text: of ten years by day there are more than a statement may have values.
    is_wanted = walked.place.in_([literal_column(str(number)) for number in wanted])
    found = dict(session.execute(select(walked.place, walked.length).where(is_wanted)).all())
    return {
        group: Spread(
            count=counts[group],
            median=found[median] * MICROSECOND,
            ninth_decile=found[ninth] * MICROSECOND,
        )
        for group, median, ninth in places
    }


def _places(counts: Mapping[Group, int]) -> Iterator[tuple[Group, int, int]]:
    """Say at which place of all the median and nine in ten of each group stand."""
    before = 0
    for group, count in counts.items():
        if count:
            yield group, before + median_place(count), before + ninth_place(count)
        before += count


def _all_by_place(session: Session, length: SQLColumnExpression[int]) -> Spread:
    place = func.row_number().over(order_by=length)
    walked = select(length, place.label("place"), func.count().over().label("count_")).subquery().c
    [length, *_] = walked
    # As `median_place` and `ninth_place` say it.
    places = [(walked.count_ + 1) // 2, (9 * walked.count_ + 9) // 10]
    found = session.execute(
        select(length, walked.count_).where(walked.place.in_(places)).order_by(length)
    ).all()
    if not found:
        return Spread()
    return Spread(
        count=found[0].count_,
        median=found[0][0] * MICROSECOND,
        ninth_decile=found[-1][0] * MICROSECOND,
    )
