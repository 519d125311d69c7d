"""Which finer statuses are there, and who names them?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, Invalid, NotAllowed, NotFound
from inbox.models import NamedStatus, Status, User
from inbox.permissions import Permission
from inbox.search import folding

LONGEST = 60
MOST = 50
WITHIN = (Status.OPEN, Status.SNOOZED, Status.RESOLVED)
"""The statuses that staff set. Nothing sets the fourth, `pending`."""


class NotYoursToName(NotAllowed):
    """Reports and views of everybody read these names."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Only a supervisor or an administrator names statuses. Ask one of them.")
        )


class UnusableName(Invalid):
    """Nothing that could be read, or too much of it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "A status needs a name of 1 to {longest} characters, with a letter in it.",
                longest=LONGEST,
            )
        )


class NameTaken(Conflict):
    """Two of one name could not be told apart."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase(
                "There is a status “{name}” already. Bring it back, or choose another name.",
                name=name,
            )
        )


class TooMany(Conflict):
    """More than anybody can choose among."""

    def __init__(self) -> None:
        super().__init__(Phrase("There are {most} statuses already. Retire one first.", most=MOST))


class NoSuchStatus(NotFound):
    """No status stands under this number."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such status. Choose one of the list."))


def offered(session: Session) -> Sequence[NamedStatus]:
    """Return what can be chosen: by status, then by name."""
    return _sorted(session.scalars(select(NamedStatus).where(NamedStatus.retired_at.is_(None))))


def every(session: Session) -> Sequence[NamedStatus]:
    """Return all there were, with who set them last; the retired ones last."""
    found = session.scalars(select(NamedStatus).options(selectinload(NamedStatus.set_by)))
    return sorted(_sorted(found), key=lambda one: one.retired_at is not None)


def find(session: Session, number: int) -> NamedStatus:
    """Return one, retired or not. Raises NoSuchStatus."""
    found = session.get(NamedStatus, number)
    if found is None:
        raise NoSuchStatus
    return found


def called(session: Session, name: str) -> Sequence[int]:
    """Return the numbers of those that are called so, retired or not."""
    return session.scalars(select(NamedStatus.id).where(NamedStatus.folded == _folded(name))).all()


def add(session: Session, name: str, *, within: Status, by: User) -> NamedStatus:
    """Name a finer status within one of the four.

    Raises NotYoursToName, UnusableName, NameTaken or TooMany.
    """
    _refuse_unless_senior(by)
    if within not in WITHIN:
        raise NoSuchStatus
    if len(offered(session)) >= MOST:
        raise TooMany
    made = NamedStatus(status=within, made_at=clock.now(session), set_by_id=by.id)
    return _kept(session, _called(session, made, name), by, "added")


def rename(session: Session, number: int, name: str, *, by: User) -> NamedStatus:
    """Call it something else from now on. Raises as `add` does."""
    _refuse_unless_senior(by)
    found = _called(session, find(session, number), name)
    found.set_by_id = by.id
    return _kept(session, found, by, "renamed")


def retire(session: Session, number: int, *, by: User) -> NamedStatus:
    """Offer it no more; whatever bears it goes on bearing it."""
    _refuse_unless_senior(by)
    found = find(session, number)
    found.retired_at, found.set_by_id = found.retired_at or clock.now(session), by.id
    return _kept(session, found, by, "retired")


def bring_back(session: Session, number: int, *, by: User) -> NamedStatus:
    """Offer a retired one again. Raises TooMany."""
    _refuse_unless_senior(by)
    if len(offered(session)) >= MOST:
        raise TooMany
    found = find(session, number)
    found.retired_at, found.set_by_id = None, by.id
    return _kept(session, found, by, "brought back")


def _refuse_unless_senior(by: User) -> None:
    if not permissions.may(by, Permission.LEAD):
        raise NotYoursToName


def _called(session: Session, one: NamedStatus, name: str) -> NamedStatus:
    tidied = " ".join(name.split())
    if not (0 < len(tidied) <= LONGEST and tidied.isprintable() and _folded(tidied)):
        raise UnusableName
    try:
        with session.begin_nested():
            one.name, one.folded = tidied, _folded(tidied)
            session.add(one)
    except IntegrityError as taken:
        raise NameTaken(tidied) from taken
    return one


def _kept(session: Session, one: NamedStatus, by: User, change: str) -> NamedStatus:
    on = On("status", one.id, one.name)
    recording.record(session, What.STATUS, by=by, on=on, detail={"change": change})
    return one


def _folded(name: str) -> str:
    return " ".join(folding.words(name))


def _sorted(found: Iterable[NamedStatus]) -> list[NamedStatus]:
    return sorted(found, key=lambda one: (WITHIN.index(one.status), one.folded))
