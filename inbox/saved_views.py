"""Who keeps which filters under a name, and who else has them in the rail?"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from math import inf
from typing import cast

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy import delete as delete_rows
from sqlalchemy.orm import Session, aliased, joinedload

from connectors.phrases import Phrase
from inbox import clock, people, permissions
from inbox.anybody import ANYBODY, being
from inbox.errors import Conflict, Invalid, NotAllowed, NotFound
from inbox.filters.reading import Filter
from inbox.models import SavedView, SavedViewPlace, Sharing, User, membership
from inbox.permissions import Permission

LONGEST_NAME = 80
MOST = 20
"""How many views one person keeps, shares with one team, or shares with everyone."""

_ORDER = (Sharing.OWN, Sharing.TEAM, Sharing.EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a view is to be called, and who is to see it."""

    name: str
    sharing: Sharing = Sharing.OWN
    team_id: int | None = None


class NoSuchSavedView(NotFound):
    """It was deleted, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__(Phrase("This saved view was deleted, or is not shared with you."))


class UnusableName(Invalid):
    """Nobody could find it by this name in the rail."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "A view needs a name of 1 to {longest} characters on one line.",
                longest=LONGEST_NAME,
            )
        )


class NotYours(NotAllowed):
    """It is shared, and others rely on it."""

    def __init__(self, owner: User) -> None:
        super().__init__(
            Phrase(
                "Only {owner} or a supervisor can change this view. Save its filter as a view "
                "of your own instead.",
                owner=owner.name,
            )
        )


class NotToShare(NotAllowed):
    """These people's rail is not this person's to fill."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "You can share a view with your own teams. Supervisors share with every team "
                "and with everyone."
            )
        )


class TooMany(Conflict):
    """A rail that is longer is not read."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("There are {most} such views already. Delete one that nobody needs.", most=MOST)
        )


class ChangedMeanwhile(Conflict):
    """Somebody else changed it after it was looked at."""

    def __init__(self, by: User) -> None:
        super().__init__(Phrase("{by} changed this view meanwhile. Look at it again.", by=by.name))


def visible(session: Session, user: User) -> list[SavedView]:
    """Return what a person has in the rail, in the order they gave it (`inbox.arranging`).

    What they never moved comes last: own ones, those of the teams, everyone's; by name.
    """
    found = session.execute(_VISIBLE, being(user.id)).all()
    return [row.SavedView for row in sorted(found, key=_rank)]


def visible_to_each(session: Session, user_ids: Collection[int]) -> dict[int, list[SavedView]]:
    """Return what many people have in their rails, in no particular order."""
    person = aliased(User)
    found = session.execute(
        select(person.id, SavedView)
        # Its number alone is read, a column here.
        .join(SavedView, _is_seen_by(cast("User", person)))
        .where(person.id.in_(user_ids))
    )
    seen: dict[int, list[SavedView]] = {one: [] for one in user_ids}
    for user_id, view in found:
        seen[user_id].append(view)
    return seen


def find(session: Session, number: int, user: User) -> SavedView:
    """Return a view that a person may see, with its people. Raises NoSuchSavedView."""
    query = select(SavedView).where(SavedView.id == number, _is_seen_by(user))
    whole = (
        joinedload(SavedView.owner),
        joinedload(SavedView.changed_by),
        joinedload(SavedView.team),
    )
    found = session.scalar(query.options(*whole))
    if found is None:
        raise NoSuchSavedView
    return found


def may_change(view: SavedView, user: User) -> bool:
    """Say whether a person may rename, change, share or delete a view."""
    return view.owner_id == user.id or permissions.may(user, Permission.LEAD)


def save(session: Session, asked: Filter, wanted: Wanted, *, by: User) -> SavedView:
    """Keep a filter under a name. Raises UnusableName, NotToShare or TooMany."""
    view = SavedView(owner_id=by.id, query=asked.query)
    _set(session, view, wanted, by)
    session.add(view)
    session.flush()
    return view


def change(session: Session, number: int, wanted: Wanted, *, version: int, by: User) -> SavedView:
    """Rename a view and choose who sees it.

    Raises NoSuchSavedView, NotYours, ChangedMeanwhile, UnusableName, NotToShare or TooMany.
    """
    view = _locked(session, number, by)
    if view.version != version:
        raise ChangedMeanwhile(view.changed_by)
    _set(session, view, wanted, by)
    view.version += 1
    return view


def replace(session: Session, number: int, asked: Filter, *, by: User) -> SavedView:
    """Let a view show what another filter asks. Raises NoSuchSavedView or NotYours."""
    view = _locked(session, number, by)
    view.query, view.version = asked.query, view.version + 1
    view.changed_at, view.changed_by_id = clock.now(session), by.id
    return view


def delete(session: Session, number: int, *, by: User) -> None:
    """Forget a view, for everyone who has it. Raises NoSuchSavedView or NotYours."""
    view = _locked(session, number, by)
    session.execute(delete_rows(SavedViewPlace).where(SavedViewPlace.view_id == number))
    session.delete(view)


def _rank(row: Row[SavedView, int]) -> tuple[float, int, str, int]:
    view: SavedView = row.SavedView
    usual = (_ORDER.index(view.sharing), view.name.casefold(), view.id)
    return (inf if row.place is None else row.place, *usual)


def _is_seen_by(user: User) -> ColumnElement[bool]:
    teams = select(membership.c.team_id).where(membership.c.user_id == user.id)
    return or_(
        SavedView.sharing == Sharing.EVERYONE,
        and_(SavedView.sharing == Sharing.OWN, SavedView.owner_id == user.id),
        # Whoever shares with a team without being in it still looks after the view.
        and_(
            SavedView.sharing == Sharing.TEAM,
            or_(SavedView.owner_id == user.id, SavedView.team_id.in_(teams)),
        ),
    )


_OWN_PLACE = and_(SavedViewPlace.view_id == SavedView.id, SavedViewPlace.user_id == ANYBODY.id)
_VISIBLE = (
    select(SavedView, SavedViewPlace.place)
    .outerjoin(SavedViewPlace, _OWN_PLACE)
    .where(_is_seen_by(ANYBODY))
)


def _locked(session: Session, number: int, by: User) -> SavedView:
    session.scalar(select(SavedView.id).where(SavedView.id == number).with_for_update())
    view = find(session, number, by)
    session.refresh(view)
    if not may_change(view, by):
        raise NotYours(view.owner)
    return view


def _set(session: Session, view: SavedView, wanted: Wanted, by: User) -> None:
    name = _name(wanted.name)
    team_id = wanted.team_id if wanted.sharing is Sharing.TEAM else None
    if (wanted.sharing, team_id) != (view.sharing, view.team_id):
        _must_be_free_to_share(session, wanted, by)
        _must_have_room(session, view, wanted)
    view.name, view.sharing, view.team_id = name, wanted.sharing, team_id
    view.changed_at, view.changed_by_id = clock.now(session), by.id


def _name(given: str) -> str:
    name = " ".join(given.split())
    is_usable = 0 < len(name) <= LONGEST_NAME
    if not is_usable or any(unicodedata.category(one) in ("Cc", "Cs") for one in name):
        raise UnusableName
    return name


def _must_be_free_to_share(session: Session, wanted: Wanted, by: User) -> None:
    if wanted.sharing is Sharing.OWN:
        return
    is_leading = permissions.may(by, Permission.LEAD)
    if wanted.sharing is Sharing.EVERYONE and not is_leading:
        raise NotToShare
    if wanted.sharing is Sharing.TEAM:
        teams = people.teams(session) if is_leading else people.teams_of(session, by)
        if wanted.team_id not in {team.id for team in teams}:
            raise NotToShare


def _must_have_room(session: Session, view: SavedView, wanted: Wanted) -> None:
    same = {
        Sharing.OWN: SavedView.owner_id == view.owner_id,
        Sharing.TEAM: SavedView.team_id == wanted.team_id,
        Sharing.EVERYONE: SavedView.owner_id.is_not(None),
    }[wanted.sharing]
    beside = select(func.count()).select_from(SavedView)
    beside = beside.where(SavedView.sharing == wanted.sharing, same, SavedView.id != view.id)
    if (session.scalar(beside) or 0) >= MOST:
        raise TooMany
