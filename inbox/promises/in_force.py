"""Which policies are there, and which hours did a team keep at a moment?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from inbox.hours import keeping
from inbox.hours.week import Hours
from inbox.models import HoursVersion, Priority, SlaPolicy

AROUND_THE_CLOCK = 0

_Version = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All policies in their order, retired ones too, and the versions of each team's hours."""

    policies: Sequence[SlaPolicy]
    versions: Mapping[int, Sequence[_Version]]
    _known: dict[int, Hours | None] = field(default_factory=dict)

    def hours_id(self, team_id: int | None, priority: Priority, at: datetime) -> int:
        """Return the number of what a team kept at a moment; the urgent may be kept apart."""
        kept = self.versions.get(team_id or 0, ())
        version = next((one for one in kept if one.made_at <= at), None)
        if version is None or version.is_always_open:
            return AROUND_THE_CLOCK
        is_apart = priority is Priority.URGENT and version.is_open_to_urgent
        return AROUND_THE_CLOCK if is_apart else int(version.id)

    def hours(self, session: Session, number: int) -> Hours | None:
        """Return the hours of a version."""
        if number not in self._known:
            self._known[number] = keeping.of(session.get(HoursVersion, number))
        return self._known[number]


def rules(session: Session) -> Rules | None:
    """Return what holds; None where nothing is promised and no team has hours."""
    policies = session.scalars(select(SlaPolicy).order_by(SlaPolicy.position, SlaPolicy.id)).all()
    versions: dict[int, list[_Version]] = {}
    columns = (
        HoursVersion.id,
        HoursVersion.team_id,
        HoursVersion.made_at,
        HoursVersion.is_always_open,
        HoursVersion.is_open_to_urgent,
    )
    for one in session.execute(select(*columns).order_by(HoursVersion.id.desc())):
        versions.setdefault(one.team_id, []).append(one)
    return Rules(policies=policies, versions=versions) if policies or versions else None
