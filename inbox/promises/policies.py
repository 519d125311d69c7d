"""Which targets does the department set itself, in which order?

A policy is never changed: a change retires it and puts another one in its place, so that what
was promised by it stays what it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions, tagging, teams
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, NotFound
from inbox.models import SlaPolicy, User
from inbox.permissions import Permission
from inbox.promises import wanting
from inbox.promises.wanting import Wanted

MOST = 50
_COPIED = (
    "name",
    "position",
    "platforms",
    "kinds",
    "priorities",
    "team_ids",
    "tag_ids",
    "first_response",
    "next_response",
    "resolution",
    "is_staffed",
    "warn_share",
    "pauses",
    "after_warning",
    "after_breach",
)


class NoSuchPolicy(NotFound):
    """Somebody changed or retired it meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("These targets were changed or retired meanwhile. Look at the list again.")
        )


class TooMany(Conflict):
    """More than anybody can keep in order."""

    def __init__(self) -> None:
        super().__init__(Phrase("There are {most} policies already. Retire one first.", most=MOST))


def in_force(session: Session) -> Sequence[SlaPolicy]:
    """Return what holds now, in the order in which it is asked."""
    return session.scalars(
        select(SlaPolicy)
        .where(SlaPolicy.retired_at.is_(None))
        .options(selectinload(SlaPolicy.made_by))
        .order_by(SlaPolicy.position, SlaPolicy.id)
    ).all()


def find(session: Session, number: int) -> SlaPolicy:
    """Return a policy that is in force. Raises NoSuchPolicy."""
    found = session.get(SlaPolicy, number)
    if found is None or found.retired_at is not None:
        raise NoSuchPolicy
    return found


def add(session: Session, wanted: Wanted, *, by: User) -> SlaPolicy:
    """Promise something from now on, asked after all other policies. Raises what is wrong."""
    _check(wanted, by)
    standing = in_force(session)
    if len(standing) >= MOST:
        raise TooMany
    last = max((one.position for one in standing), default=0)
    made = _made(session, wanted, position=last + 1, by=by)
    _keep(session, made, by, "added")
    return made


def change(session: Session, number: int, wanted: Wanted, *, by: User) -> SlaPolicy:
    """Promise something else in place of a policy. Whatever waits goes on by what it was promised.

    Raises NoSuchPolicy and what is wrong.
    """
    _check(wanted, by)
    before = _held(session, number)
    _retire(session, before, by)
    made = _made(session, wanted, position=before.position, by=by)
    _keep(session, made, by, "changed")
    return made


def retire(session: Session, number: int, *, by: User) -> None:
    """Promise it no more. Raises NotYours or NoSuchPolicy."""
    if not permissions.may(by, Permission.LEAD):
        raise teams.NotYours
    retired = _held(session, number)
    _retire(session, retired, by)
    _keep(session, retired, by, "retired")


def ask_earlier(session: Session, number: int, *, by: User) -> None:
    """Ask a policy before the one that is asked before it now. Raises NotYours or NoSuchPolicy."""
    if not permissions.may(by, Permission.LEAD):
        raise teams.NotYours
    one, standing = _held(session, number), list(in_force(session))
    place = [other.id for other in standing].index(one.id)
    if place == 0:
        return
    before = standing[place - 1]
    _placed(session, one, before.position, by)
    _placed(session, before, one.position, by)
    _keep(session, one, by, "earlier")


def gone_tags(session: Session, policies: Sequence[SlaPolicy]) -> set[int]:
    """Return the numbers of tags that policies name and that are no more."""
    named = {number for one in policies for number in one.tag_ids}
    return named - {tag.id for tag in tagging.all_tags(session)}


def _check(wanted: Wanted, by: User) -> None:
    if not permissions.may(by, Permission.LEAD):
        raise teams.NotYours
    wanting.check(wanted)


def _held(session: Session, number: int) -> SlaPolicy:
    held = select(SlaPolicy).where(SlaPolicy.id == number).with_for_update()
    found = session.scalar(held.execution_options(populate_existing=True))
    if found is None or found.retired_at is not None:
        raise NoSuchPolicy
    return found


def _keep(session: Session, one: SlaPolicy, by: User, change: str) -> None:
    on = On("targets", one.id, one.name)
    recording.record(session, What.TARGETS, by=by, on=on, detail={"change": change})


def _retire(session: Session, one: SlaPolicy, by: User) -> None:
    one.retired_at, one.retired_by_id = clock.now(session), by.id


def _placed(session: Session, one: SlaPolicy, position: int, by: User) -> None:
    moved = SlaPolicy(**{name: getattr(one, name) for name in _COPIED})
    moved.position, moved.made_at, moved.made_by_id = position, clock.now(session), by.id
    _retire(session, one, by)
    session.add(moved)


def _made(session: Session, wanted: Wanted, *, position: int, by: User) -> SlaPolicy:
    made = SlaPolicy(
        name=" ".join(wanted.name.split()),
        position=position,
        platforms=[one.value for one in wanted.platforms],
        kinds=[one.value for one in wanted.kinds],
        priorities=[one.value for one in wanted.priorities],
        team_ids=list(wanted.team_ids),
        tag_ids=list(wanted.tag_ids),
        first_response=_seconds(wanted.first_response),
        next_response=_seconds(wanted.next_response),
        resolution=_seconds(wanted.resolution),
        is_staffed=wanted.is_staffed,
        warn_share=wanted.warn_share,
        pauses=wanted.pauses,
        after_warning=wanted.after_warning.kept(),
        after_breach=wanted.after_breach.kept(),
        made_at=clock.now(session),
        made_by_id=by.id,
    )
    session.add(made)
    session.flush()
    return made


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())
