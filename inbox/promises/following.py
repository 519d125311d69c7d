"""What follows when a promise is about to break, or has broken?

Whatever a policy chose: people are told, another team gets the conversation, it is looked at
sooner. Never urgent: that a person may be at risk is for a person to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import notifying, permissions, timeline
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
    """Tells who leads a team at the desk; without any, all who lead. Looked up once for each."""

    session: Session
    _known: dict[int | None, frozenset[int]] = field(default_factory=dict)

    def of(self, team_id: int | None) -> frozenset[int]:
        """Return the numbers of these people."""
        if team_id not in self._known:
            self._known[team_id] = frozenset(self._found(team_id))
        return self._known[team_id]

    def _found(self, team_id: int | None) -> set[int]:
        leads = permissions.who_may(Permission.LEAD), permissions.who_may(Permission.HANDLE)
        supervisors = select(User.id).where(*leads)
        of_team = supervisors.join(membership, membership.c.user_id == User.id).where(
            membership.c.team_id == team_id
        )
        return set(self.session.scalars(of_team)) or set(self.session.scalars(supervisors))


def follow(
    session: Session,
    conversation: Conversation,
    promise: Promise,
    follows: Mapping[str, int],
    kind: NotificationKind,
    leads: Leads,
) -> None:
    """Do what a policy chose. The caller holds the conversation's row."""
    if follows.get("notify"):
        cause = f"promise:{promise.id}:{kind.value}"
        assignee = {conversation.assignee_id} if conversation.assignee_id else set()
        who = leads.of(conversation.team_id) | assignee
        notifying.tell(session, who, kind, conversation, cause=cause)
    if follows.get("raise"):
        _raise(session, conversation)
    if team_id := follows.get("team_id"):
        _move(session, conversation, team_id)


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


def _move(session: Session, conversation: Conversation, team_id: int) -> None:
    team = session.get(Team, team_id)
    # Gone since the policy was made, or where it is already.
    if team is None or conversation.team_id == team.id:
        return
    conversation.team_id = team.id
    timeline.record(session, "conversation.moved", conversation, team_id=team.id, team=team.name)
