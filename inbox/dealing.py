"""Who is given a conversation of a team that nobody has?

Whoever is present, has room, and was given one longest ago. The rows say what is to be
done, so it does not matter why there is room now, or whether a word of it arrived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from inbox import assignment, clock, conversations, reach, rota
from inbox.models import (
    LIVE_STATES,
    Conversation,
    Delivery,
    Event,
    KeptDraft,
    Priority,
    Team,
    User,
    Wait,
)
from inbox.rota import Place

ROUND_LIMIT = 100
"""How many are given out in one round, and looked at in one go."""
MOST_LOOKED_AT = 2_000
"""How many that wait are looked at in one round: the first may all have been given back."""
BEING_WRITTEN = timedelta(minutes=5)
"""How long words that somebody keeps writing hold a conversation for them to claim."""
NOT_BACK_FOR = timedelta(hours=1)
"""How long nobody is given again what they gave back."""

# Literal text, as in `inbox.views`: the partial index of what is open then applies.
_IS_OPEN: ColumnElement[bool] = literal_column("conversation.status = 'open'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A conversation, and whose turn it is."""

    conversation_id: int
    team_id: int
    to: User


class Waiting(NamedTuple):
    """A conversation that nobody has, its team, and its account."""

    conversation_id: int
    team_id: int
    account_id: int


def is_due(session: Session) -> bool:
    """Say whether anything waits that somebody has room for."""
    teams = session.scalars(select(Team).where(Team.assigns_in_turn)).all()
    return bool(teams and _turns(session, teams, rota.places(session)))


def deal(session: Session) -> int:
    """Give out what waits, urgent and then oldest first; return how many were given."""
    teams = rota.hold(session)
    if not teams:
        return 0
    held = {one.conversation_id for one in _planned(session, teams)}
    conversations.hold(session, held)
    # Planned anew: what was changed while we waited for the rows is seen only now.
    planned = _planned(session, teams, is_held=True)
    return sum(_give(session, one) for one in planned if one.conversation_id in held)


def _planned(session: Session, teams: Sequence[Team], *, is_held: bool = False) -> list[Turn]:
    return _turns(session, teams, rota.places(session, is_held=is_held))


def _give(session: Session, turn: Turn) -> int:
    team = session.get_one(Team, turn.team_id)
    rota.took_a_turn(session, team.id, turn.to.id)
    assignment.give_in_turn(session, turn.conversation_id, to=turn.to, team=team)
    return 1


def _turns(session: Session, teams: Iterable[Team], places: dict[int, list[Place]]) -> list[Turn]:
    # Somebody who is in two teams has one pair of hands, and the oldest of both comes first.
    held = {one.user.id: one.held for members in places.values() for one in members}
    queues = {team.id: [one for one in places.get(team.id, []) if one.is_present] for team in teams}
    has_room = [team_id for team_id, queue in queues.items() if _has_room(queue, held)]
    turns: list[Turn] = []
    for past in range(0, MOST_LOOKED_AT if has_room else 0, ROUND_LIMIT):
        waiting = _waiting(session, has_room, past=past)
        turns += _in_order(session, waiting, queues, held)
        is_full = len(turns) >= ROUND_LIMIT
        is_room_left = any(_has_room(queues[team_id], held) for team_id in has_room)
        if len(waiting) < ROUND_LIMIT or is_full or not is_room_left:
            break
    return turns


def _has_room(queue: Iterable[Place], held: dict[int, int]) -> bool:
    return any(held[one.user.id] < one.capacity for one in queue)


def _in_order(
    session: Session,
    waiting: Sequence[Waiting],
    queues: dict[int, list[Place]],
    held: dict[int, int],
) -> list[Turn]:
    numbers = [one.conversation_id for one in waiting]
    given_back = _given_back(session, numbers)
    private = reach.private_among(session, numbers) if _is_any_limited(queues) else set()
    turns = []
    for conversation_id, team_id, account_id in waiting:
        able = (
            one
            for one in queues[team_id]
            if held[one.user.id] < one.capacity
            and (conversation_id, one.user.id) not in given_back
            and reach.reaches(one.user, account_id)
            and not (conversation_id in private and reach.of(one.user).is_public)
        )
        if place := next(able, None):
            held[place.user.id] += 1
            queues[team_id].remove(place)
            queues[team_id].append(place)
            turns.append(Turn(conversation_id=conversation_id, team_id=team_id, to=place.user))
    return turns


def _is_any_limited(queues: dict[int, list[Place]]) -> bool:
    return any(reach.of(one.user).is_public for queue in queues.values() for one in queue)


def _waiting(session: Session, team_ids: Collection[int], *, past: int) -> Sequence[Waiting]:
    urgent_first = case((Conversation.priority == Priority.URGENT, 0), else_=1)
    found = session.execute(
        select(Conversation.id, Conversation.team_id, Conversation.account_id)
        .where(Conversation.team_id.in_(team_ids), _is_free(session))
        .order_by(urgent_first, Conversation.waiting_since.nulls_last(), Conversation.id)
        .offset(past)
        .limit(ROUND_LIMIT)
    )
    return [Waiting(number, team_id, account) for number, team_id, account in found if team_id]


def _is_free(session: Session) -> ColumnElement[bool]:
    """Say in SQL that a conversation needs somebody and that nobody is at it."""
    return and_(
        _IS_OPEN,
        Conversation.is_muted.is_(False),
        Conversation.submitted_at.is_(None),
        _needs_somebody(),
        or_(Conversation.assignee_id.is_(None), _is_left_behind()),
        ~_is_being_answered(session),
    )


def _needs_somebody() -> ColumnElement[bool]:
    # What was reopened by hand waits for nobody yet, and has waited before.
    is_reopened = and_(
        Conversation.is_new_cycle, exists().where(Wait.conversation_id == Conversation.id)
    )
    return or_(
        Conversation.waiting_since.is_not(None),
        Conversation.priority == Priority.URGENT,
        is_reopened,
    )


def _is_left_behind() -> ColumnElement[bool]:
    """Say that whoever has it left before the person wrote, so that it is not lost with them."""
    return exists().where(
        User.id == Conversation.assignee_id,
        or_(~User.is_active, User.away_since <= Conversation.waiting_since),
    )


def _is_being_answered(session: Session) -> ColumnElement[bool]:
    lately = clock.now(session) - BEING_WRITTEN
    return or_(
        exists().where(KeptDraft.conversation_id == Conversation.id, KeptDraft.kept_at > lately),
        exists().where(
            Delivery.conversation_id == Conversation.id, Delivery.state.in_(LIVE_STATES)
        ),
    )


def _given_back(session: Session, conversation_ids: Collection[int]) -> set[tuple[int, int]]:
    """Return who gave back which conversation a short while ago, be it by undoing a claim."""
    lately = session.execute(
        select(Event.conversation_id, Event.user_id, Event.name, Event.data).where(
            Event.conversation_id.in_(conversation_ids),
            Event.name.in_(("conversation.released", "conversation.undone")),
            Event.user_id.is_not(None),
            Event.occurred_at > clock.now(session) - NOT_BACK_FOR,
        )
    )
    return {
        (row.conversation_id, row.user_id)
        for row in lately
        if row.name == "conversation.released" or row.data["what"] == "conversation.assigned"
    }
