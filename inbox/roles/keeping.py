"""Who makes roles of the department's own, changes them, and puts them away?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, disabling
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, Invalid, NotFound
from inbox.models import AuditEvent, CustomRole, Role, User
from inbox.permissions import Permission, known
from inbox.roles import limits
from inbox.roles.wording import NAMES
from inbox.rows import changed
from inbox.search import folding

LONGEST_NAME = 60
LONGEST_PURPOSE = 200
MOST = 30
MOST_CHANGES = 30
KIND = "role"
"""What the audit log calls a role."""

_MOST_NAMED = 5


class NoSuchCustomRole(NotFound):
    """No role of the department's own stands under this number."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such role."))


class UnusableName(Invalid):
    """Nothing that could be read, or too much of it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "A role needs a name of 1 to {longest} characters, with a letter in it.",
                longest=LONGEST_NAME,
            )
        )


class NameTaken(Conflict):
    """Two of one name could not be told apart."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase(
                "There is a role “{name}” already, perhaps an archived one. Choose another name.",
                name=name,
            )
        )


class NoPurpose(Invalid):
    """Whoever gives it would not know to whom."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Say in 1 to {longest} characters what the role is for.", longest=LONGEST_PURPOSE
            )
        )


class TooMany(Conflict):
    """More than anybody can choose among."""

    def __init__(self) -> None:
        super().__init__(Phrase("There are {most} roles already. Archive one first.", most=MOST))


class OwnRole(Conflict):
    """Whoever could change their own role could give themselves anything."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("You have this role yourself. Another administrator can change what it allows.")
        )


class RoleInUse(Conflict):
    """Whoever has it would have none."""

    def __init__(self, names: Sequence[str]) -> None:
        more = len(names) - _MOST_NAMED
        named = ", ".join(names[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
        super().__init__(
            Phrase("Somebody has this role: {names}. Give them another one first.", names=named)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a role is to be called, what it is for, and what it allows."""

    name: str
    purpose: str
    allows: Iterable[Permission]


def every(session: Session) -> Sequence[CustomRole]:
    """Return the department's own roles, by name; the archived ones last."""
    by_name = select(CustomRole).order_by(CustomRole.archived_at.is_not(None), CustomRole.folded)
    return session.scalars(by_name).all()


def find(session: Session, role_id: int) -> CustomRole:
    """Return one, archived or not. Raises NoSuchCustomRole."""
    found = session.get(CustomRole, role_id)
    if found is None:
        raise NoSuchCustomRole
    return found


def holders(session: Session, role: CustomRole) -> Sequence[User]:
    """Return who has a role, whether they may sign in or not, by name."""
    having = select(User).where(User.custom_role_id == role.id)
    return session.scalars(having.order_by(User.name, User.id)).all()


def counts(session: Session) -> Mapping[int, int]:
    """Return how many people have each of the department's own roles."""
    having = select(User.custom_role_id, func.count()).where(User.custom_role_id.is_not(None))
    rows = session.execute(having.group_by(User.custom_role_id))
    return {number: count for number, count in rows if number is not None}


def changes(session: Session) -> Sequence[AuditEvent]:
    """Return what the audit log holds of the newest changes of roles."""
    about = select(AuditEvent).where(AuditEvent.object_kind == KIND)
    return session.scalars(about.order_by(AuditEvent.id.desc()).limit(MOST_CHANGES)).all()


def make(session: Session, wanted: Wanted, *, by: User) -> CustomRole:
    """Make a role. Raises TooMany, UnusableName, NameTaken, NoPurpose, or what `limits` raise."""
    _refuse_too_many(session)
    made = CustomRole(allows=limits.completed(wanted.allows), made_at=clock.now(session))
    _call(session, made, wanted)
    _record(session, made, What.ROLE_MADE, by, allows=sorted(made.allows))
    return made


def change(session: Session, role_id: int, wanted: Wanted, *, by: User) -> None:
    """Let a role be called, or allow, something else.

    Where it allows less, what its people opened as what they were ends at once. Raises
    NoSuchCustomRole, OwnRole, LastAdministrator, or what `make` raises.
    """
    found, allowed = _held(session, role_id), limits.completed(wanted.allows)
    before = known(found.allows)
    added, taken = allowed - before, before - allowed
    if (added or taken) and by.custom_role_id == found.id:
        raise OwnRole
    if Permission.PEOPLE in taken:
        disabling.keep_an_administrator(session, *holders(session, found))
    _call(session, found, wanted)
    found.allows = allowed
    if taken:
        _end_what_is_open(session, found)
    _record(session, found, What.ROLE_CHANGED, by, added=sorted(added), taken=sorted(taken))


def archive(session: Session, role_id: int, *, by: User) -> None:
    """Give a role to nobody any more. Raises NoSuchCustomRole or RoleInUse."""
    found = _held(session, role_id)
    having = [one.name for one in holders(session, found)]
    if having:
        raise RoleInUse(having)
    if found.archived_at is None:
        found.archived_at = clock.now(session)
        _record(session, found, What.ROLE_ARCHIVED, by)


def bring_back(session: Session, role_id: int, *, by: User) -> None:
    """Let an archived role be given again. Raises NoSuchCustomRole or TooMany."""
    found = _held(session, role_id)
    if found.archived_at:
        _refuse_too_many(session)
        found.archived_at = None
        _record(session, found, What.ROLE_BROUGHT_BACK, by)


def _refuse_too_many(session: Session) -> None:
    standing = select(func.count()).where(CustomRole.archived_at.is_(None))
    if (session.scalar(standing) or 0) >= MOST:
        raise TooMany


def _held(session: Session, role_id: int) -> CustomRole:
    found = session.get(CustomRole, role_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NoSuchCustomRole
    return found


def _end_what_is_open(session: Session, role: CustomRole) -> None:
    having = update(User).where(User.custom_role_id == role.id)
    changed(session, having.values(sign_in_number=User.sign_in_number + 1))


def _call(session: Session, role: CustomRole, wanted: Wanted) -> None:
    name, purpose = _tidied(wanted.name), _tidied(wanted.purpose)
    folded = _folded(name)
    if not (0 < len(name) <= LONGEST_NAME and folded):
        raise UnusableName
    if not 0 < len(purpose) <= LONGEST_PURPOSE:
        raise NoPurpose
    if folded in _BUILT_IN:
        raise NameTaken(name)
    try:
        with session.begin_nested():
            role.name, role.folded, role.purpose = name, folded, purpose
            session.add(role)
    except IntegrityError as taken:
        raise NameTaken(name) from taken


def _record(
    session: Session, role: CustomRole, what: What, by: User, **detail: Sequence[str]
) -> None:
    recording.record(session, what, by=by, on=On(KIND, role.id, role.name), detail=detail)


def _tidied(words: str) -> str:
    tidied = " ".join(words.split())
    return tidied if tidied.isprintable() else ""


def _folded(name: str) -> str:
    return " ".join(folding.words(name))


_BUILT_IN = {_folded(word) for role in Role for word in (role.value, NAMES[role])}
