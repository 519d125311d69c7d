"""What follows when a promise is about to break, or has broken?

Whatever a policy chose: people are told, another team gets the conversation, it is looked at
sooner. Never urgent: that a person may be at risk is for a person to say.
"""

from __future__ import annotations

from collections.abc import Mapping

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


def follow(
    session: Session,
    conversation: Conversation,
    promise: Promise,
    follows: Mapping[str, int],
    kind: NotificationKind,
) -> None:
    """Do what a policy chose. The caller holds the conversation's row."""
    if follows.get("notify"):
        cause = f"promise:{promise.id}:{kind.value}"
        notifying.tell(session, _who(session, conversation), kind, conversation, cause=cause)
    if follows.get("raise"):
        _raise(session, conversation)
    if team_id := follows.get("team_id"):
        cause = f"promise:{promise.id}:{kind.value}"
        _move(session, conversation, team_id, kind, cause=cause)


def _who(session: Session, conversation: Conversation) -> set[int]:
    """Return who works on it, and who leads its team at the desk; without any, all who lead."""
    told = _of_team(session, conversation) or _leading(session, conversation)
    return told | ({conversation.assignee_id} if conversation.assignee_id else set())


def _leading(session: Session, conversation: Conversation) -> set[int]:
    return set(session.scalars(_supervisors(conversation)))


def _supervisors(conversation: Conversation) -> Select[int]:
    leads = permissions.who_may(Permission.LEAD), permissions.who_may(Permission.HANDLE)
    able = User.is_active, reach.who_reaches(conversation.account_id)
    return select(User.id).where(*leads, *able)


def _of_team(session: Session, conversation: Conversation) -> set[int]:
    supervisors = _supervisors(conversation)
    of_team = supervisors.join(membership, membership.c.user_id == User.id).where(
        membership.c.team_id == conversation.team_id
    )
    return set(session.scalars(of_team))


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


def _move(
    session: Session,
    conversation: Conversation,
    team_id: int,
    kind: NotificationKind,
    *,
    cause: str,
) -> None:
    team = session.get(Team, team_id)
    # Gone since the policy was made, or where it is already.
    if team is None or conversation.team_id == team.id:
        return
    if not reach.reaches(team, conversation.account_id):
        # Nobody there could open it, so it stays, and whoever leads and can is told.
        leading = _leading(session, conversation)
        notifying.tell(session, leading, kind, conversation, cause=cause)
        timeline.record(
            session, "conversation.not_moved", conversation, team_id=team.id, team=team.name
        )
        return
    conversation.team_id = team.id
    timeline.record(session, "conversation.moved", conversation, team_id=team.id, team=team.name)
