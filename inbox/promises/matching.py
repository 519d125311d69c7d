"""Which policy holds for a conversation?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from connectors.words import Kind, Platform
from inbox.models import Priority, SlaPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides about the policy of a conversation."""

    platform: Platform
    kind: Kind
    priority: Priority
    team_id: int | None
    tag_ids: frozenset[int]


def first(policies: Iterable[SlaPolicy], standing: Standing, *, at: datetime) -> SlaPolicy | None:
    """Return the first policy in the department's order that was in force and fits."""
    in_force = (one for one in policies if one.is_in_force(at))
    return next((one for one in in_force if fits(one, standing)), None)


def fits(policy: SlaPolicy, standing: Standing) -> bool:
    """Say whether a policy is meant for such a conversation.

    One that names tags which are all gone is meant for none: fewer conditions would be more
    conversations than anybody wanted.
    """
    team = {standing.team_id} if standing.team_id else set()
    return (
        _holds(policy.platforms, {standing.platform})
        and _holds(policy.kinds, {standing.kind})
        and _holds(policy.priorities, {standing.priority})
        and _holds(policy.team_ids, team)
        and _holds(policy.tag_ids, standing.tag_ids)
    )


def _holds(asked: Collection[object], there: Collection[object]) -> bool:
    return not asked or any(one in asked for one in there)
