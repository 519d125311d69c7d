"""Which team is a conversation for?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from inbox import acts, conversations, timeline
from inbox.errors import NotFound
from inbox.models import Conversation, Team, User


class NoSuchTeam(NotFound):
    """No team stands under this number."""

    def __init__(self) -> None:
        super().__init__("There is no such team. Choose one of the list.")


def find(session: Session, team_id: int) -> Team:
    """Return one team. Raises NoSuchTeam."""
    found = session.get(Team, team_id)
    if found is None:
        raise NoSuchTeam
    return found


def move(session: Session, conversation_id: int, *, to: Team, by: User) -> Conversation:
    """Give a conversation to a team; who works on it goes on doing so."""
    conversation = conversations.locked(session, conversation_id)
    if conversation.team_id == to.id:
        return conversation
    before, conversation.team_id = conversation.team_id, to.id
    event = timeline.record(
        session, "conversation.moved", conversation, by=by, team_id=to.id, team=to.name
    )
    acts.keep(session, event, by=by, team_id=before)
    return conversation
