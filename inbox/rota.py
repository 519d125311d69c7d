"""Which teams give out their conversations in turn, and how much may each member have at once?

Off until somebody senior switches it on (docs/assignment.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, permissions, teams
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid
from inbox.models import Conversation, Team, User, membership
from inbox.permissions import Permission

MOST = 500
# Literal text, as in `inbox.views`: the partial indexes of the open ones then apply.
_IS_OPEN: ColumnElement[bool] = literal_column("conversation.status = 'open'")


class NoSuchCapacity(Invalid):
    """Nobody can have so many, or so few."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("One member has room for 1 to {most} conversations at once.", most=MOST)
        )


@dataclass(slots=True, kw_only=True)
class Place:
    """A member's place in a team's round: what they hold, may hold, and when they had a turn.

    `own_capacity` is None while the team's holds for them. `last_turn` is 0 before the first.
    """

    team_id: int
    user: User
    own_capacity: int | None
    capacity: int
    held: int
    last_turn: int

    @property
    def is_present(self) -> bool:
        """Whether they are at the desk."""
        return self.user.is_active and self.user.away_since is None


def switch(
    session: Session,
    team_id: int,
    *,
    is_on: bool,
    capacity: int,
    own: Mapping[int, int | None],
    by: User,
) -> Team:
    """Let a team's conversations be given out in turn, or no longer.

    `own` are the capacities of members for whom the team's does not hold. Raises
    NoSuchTeam, NotYours or NoSuchCapacity.
    """
    if not permissions.may(by, Permission.LEAD):
        raise teams.NotYours
    if any(number is not None and not 1 <= number <= MOST for number in (capacity, *own.values())):
        raise NoSuchCapacity
    team = teams.find(session, team_id)
    before = {"is_on": team.assigns_in_turn, "capacity": team.capacity}
    team.assigns_in_turn, team.capacity = is_on, capacity
    team.turns_set_by_id, team.turns_set_at = by.id, clock.now(session)
    for user_id, number in own.items():
        _change(session, team_id, user_id, capacity=number)
    on = On("team", team.id, team.name)
    detail = {"is_on": is_on, "capacity": capacity, "before": before}
    recording.record(session, What.TEAM_TURNS, by=by, on=on, detail=detail)
    return team


def hold(session: Session) -> Sequence[Team]:
    """Return the teams that give out in turn; nobody else gives out until this transaction ends."""
    return session.scalars(
        select(Team)
        .where(Team.assigns_in_turn)
        .order_by(Team.id)
        # Weaker than a full lock: rows that name the team may still be written.
        .with_for_update(key_share=True)
    ).all()


def places(session: Session, *, is_held: bool = False) -> dict[int, list[Place]]:
    """Return each team's members, who was given something longest ago first.

    With `is_held`, nobody goes away until this transaction ends.
    """
    members = (
        select(membership, Team.capacity.label("usual"), User)
        .join(Team, Team.id == membership.c.team_id)
        .join(User, User.id == membership.c.user_id)
        .order_by(membership.c.last_turn, User.name, User.id)
        .execution_options(populate_existing=True)
    )
    if is_held:
        members = members.with_for_update(key_share=True, of=User)
    held, found = _held(session), dict[int, list[Place]]()
    for row in session.execute(members):
        place = Place(
            team_id=row.team_id,
            user=row.User,
            own_capacity=row.capacity,
            capacity=row.capacity or row.usual,
            held=held.get(row.User.id, 0),
            last_turn=row.last_turn,
        )
        found.setdefault(row.team_id, []).append(place)
    return found


def took_a_turn(session: Session, team_id: int, user_id: int) -> None:
    """Put a member at the end of their team's round."""
    newest = select(func.max(membership.c.last_turn)).where(membership.c.team_id == team_id)
    _change(session, team_id, user_id, last_turn=(session.scalar(newest) or 0) + 1)


def _held(session: Session) -> dict[int, int]:
    count = (
        select(Conversation.assignee_id, func.count().label("held"))
        .where(_IS_OPEN, Conversation.assignee_id.in_(select(membership.c.user_id)))
        .group_by(Conversation.assignee_id)
    )
    return {row.assignee_id: row.held for row in session.execute(count)}


def _change(session: Session, team_id: int, user_id: int, **columns: int | None) -> None:
    session.execute(
        update(membership)
        .where(membership.c.team_id == team_id, membership.c.user_id == user_id)
        .values(**columns)
    )
