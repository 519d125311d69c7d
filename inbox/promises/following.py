"""What follows when a promise is about to break, or has broken?

Whatever a policy chose: people are told, another team gets the conversation, it is looked at
sooner. Never urgent: that a person may be at risk is for a person to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inbox import notifying, permissions, reach, timeline
from inbox.models import (
    Conversation,
    NotificationKind,
    Priority,
    Promise,
    Team,
    User,
    membership,
)
from inbox.permissions import Permission

_RAISED = {Priority.LOW: Priority.NORMAL, Priority.NORMAL: Priority.HIGH}


@dataclass(frozen=True, slots=True)
class Leads:
    """Tells who leads a team at the desk and reaches an account. Looked up once for each."""

    session: Session
    _known: dict[tuple[int | None, int], frozenset[int]] = field(default_factory=dict)

    def of(self, conversation: Conversation) -> frozenset[int]:
        """Return who leads the team of a conversation; without any, all who lead."""
        return self._looked_up(conversation.team_id, conversation) or self.any_of(conversation)

    def any_of(self, conversation: Conversation) -> frozenset[int]:
        """Return all who lead and can open it."""
        return self._looked_up(None, conversation)

    def _looked_up(self, team_id: int | None, conversation: Conversation) -> frozenset[int]:
        asked = team_id, conversation.account_id
        if asked not in self._known:
            self._known[asked] = frozenset(self.session.scalars(_leading(*asked)))
        return self._known[asked]


def _leading(team_id: int | None, account_id: int) -> Select[int]:
    leads = permissions.who_may(Permission.LEAD), permissions.who_may(Permission.HANDLE)
    all_who_lead = select(User.id).where(*leads, User.is_active, reach.who_reaches(account_id))
    if team_id is None:
        return all_who_lead
    return all_who_lead.join(membership, membership.c.user_id == User.id).where(
        membership.c.team_id == team_id
    )


def follow(
    session: Session,
    conversation: Conversation,
    promise: Promise,
    follows: Mapping[str, int],
    kind: NotificationKind,
    leads: Leads,
) -> None:
    """Do what a policy chose. The caller holds the conversation's row."""
    cause = f"promise:{promise.id}:{kind.value}"
    if follows.get("notify"):
        assignee = {conversation.assignee_id} if conversation.assignee_id else set()
        who = leads.of(conversation) | assignee
        notifying.tell(session, who, kind, conversation, cause=cause)
    if follows.get("raise"):
        _raise(session, conversation)
    team_id = follows.get("team_id")
    # Where nobody there could open it, it stays, and whoever leads and can is told.
    if team_id and not _move(session, conversation, team_id):
        notifying.tell(session, leads.any_of(conversation), kind, conversation, cause=cause)


def _raise(session: Session, conversation: Conversation) -> None:
    before = conversation.priority
    if before not in _RAISED:
        return
    conversation.priority = _RAISED[before]
    timeline.record(
        session,
        "conversation.prioritised",
        conversation,
        before=before.value,
        after=conversation.priority.value,
        reason="",
    )


def _move(session: Session, conversation: Conversation, team_id: int) -> bool:
    """Move it to a team. Return False where that does not reach the account."""
    team = session.get(Team, team_id)
    # Gone since the policy was made, or where it is already.
    if team is None or conversation.team_id == team.id:
        return True
    is_reached = reach.reaches(team, conversation.account_id)
    verb = "conversation.moved" if is_reached else "conversation.not_moved"
    if is_reached:
        conversation.team_id = team.id
    timeline.record(session, verb, conversation, team_id=team.id, team=team.name)
    return is_reached
