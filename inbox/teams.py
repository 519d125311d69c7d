"""Which team is a conversation for, and what does the team ask for?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import acts, clock, conversations, permissions, reach, timeline
from inbox.approval import rule
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid, NotAllowed, NotFound
from inbox.models import Conversation, Team, User
from inbox.permissions import Permission


class NoSuchTeam(NotFound):
    """No team stands under this number."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such team. Choose one of the list."))


class NotYours(NotAllowed):
    """Staff cannot lift what they are held to."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Only a supervisor or an administrator can change this. Ask one of them.")
        )


class TeamDoesNotReach(Invalid):
    """Nobody of the team could open it."""

    def __init__(self, team: Team) -> None:
        super().__init__(
            Phrase(
                "The team {team} is limited to other accounts and would not see this conversation. "
                "Choose another team.",
                team=team.name,
            )
        )


def find(session: Session, team_id: int) -> Team:
    """Return one team. Raises NoSuchTeam."""
    found = session.get(Team, team_id)
    if found is None:
        raise NoSuchTeam
    return found


def move(session: Session, conversation_id: int, *, to: Team, by: User) -> Conversation:
    """Give a conversation to a team; who works on it goes on doing so.

    Raises PastApproval when replies would then leave without the approval they need here, or
    TeamDoesNotReach.
    """
    conversation = conversations.locked(session, conversation_id)
    if conversation.team_id == to.id:
        return conversation
    refuse_unless_reached(to, conversation)
    rule.refuse_to_pass_by(session, conversation, to=to.id, by=by)
    before, conversation.team_id = conversation.team_id, to.id
    event = timeline.record(
        session, "conversation.moved", conversation, by=by, team_id=to.id, team=to.name
    )
    acts.keep(session, event, by=by, team_id=before)
    return conversation


def refuse_unless_reached(team: Team, conversation: Conversation) -> None:
    """Give no team what it does not reach. Raises TeamDoesNotReach."""
    if not reach.reaches(team, conversation.account_id):
        raise TeamDoesNotReach(team)


def every(session: Session) -> Sequence[Team]:
    """Return each team with who last set what it asks for, by name."""
    kept = Team.approval_set_by, Team.turns_set_by, Team.reach_set_by
    set_by = [selectinload(one) for one in kept]
    return session.scalars(select(Team).options(*set_by).order_by(Team.name)).all()


def ask_approval(session: Session, team_id: int, *, asks: bool, by: User) -> Team:
    """Let a team's replies wait for a second person from now on, or no longer.

    What waits already goes on waiting. Raises NoSuchTeam or NotYours.
    """
    if not permissions.may(by, Permission.LEAD):
        raise NotYours
    team = find(session, team_id)
    if team.asks_approval is not asks:
        team.asks_approval = asks
        team.approval_set_by_id, team.approval_set_at = by.id, clock.now(session)
        on = On("team", team.id, team.name)
        recording.record(
            session, What.TEAM_APPROVAL, by=by, on=on, detail={"asks": asks, "before": not asks}
        )
    return team
