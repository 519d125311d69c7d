"""What is still to be set up before a department can work with the desk?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.words import Platform
from inbox import permissions
from inbox.hours import keeping
from inbox.models import Account, AccountState, SlaPolicy, User
from inbox.permissions import Permission
from inbox.protocol import keeping as protocol


class Step(StrEnum):
    """One thing to set up, in the order in which they build upon each other."""

    ACCOUNTS = "accounts"
    PEOPLE = "people"
    HOURS = "hours"
    TARGETS = "targets"
    PROTOCOL = "protocol"


NEEDS = {
    Step.ACCOUNTS: Permission.CONNECT,
    Step.PEOPLE: Permission.PEOPLE,
    Step.HOURS: Permission.LEAD,
    Step.TARGETS: Permission.LEAD,
    Step.PROTOCOL: Permission.LEAD,
}
"""What it takes to do a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How far a department is."""

    done: frozenset[Step]
    platforms: tuple[Platform, ...]
    answering: int

    @property
    def now(self) -> Step | None:
        """The first step that is not done."""
        return next((one for one in Step if one not in self.done), None)

    @property
    def all(self) -> int:
        """How many steps there are."""
        return len(Step)

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left."""
        return self.now is None


def standing(session: Session) -> Setup:
    """Return what is set up and what is not, as the tables have it: nobody ticks a step off."""
    connected = select(Account.platform).where(Account.state != AccountState.DISCONNECTED)
    at_work = User.is_active, permissions.who_may(Permission.REPLY)
    platforms = tuple(session.scalars(connected.distinct().order_by(Account.platform)))
    answering = session.scalar(select(func.count()).select_from(User).where(*at_work)) or 0
    targets = select(SlaPolicy.id).where(SlaPolicy.retired_at.is_(None)).limit(1)
    there = {
        Step.ACCOUNTS: bool(platforms),
        Step.PEOPLE: answering > 0,
        Step.HOURS: keeping.are_kept(session),
        Step.TARGETS: session.scalar(targets) is not None,
        Step.PROTOCOL: bool(protocol.in_force(session)),
    }
    done = frozenset(step for step, is_there in there.items() if is_there)
    return Setup(done=done, platforms=platforms, answering=answering)


def concerns(user: User) -> bool:
    """Say whether somebody sets up what others work with."""
    return permissions.may(user, Permission.PEOPLE, Permission.CONNECT)
