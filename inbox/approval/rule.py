"""Whose replies need approval, and who may give it?

A team asks for it; then everybody's replies need it, save of those who may give it. Nobody
approves what they submitted themselves, nor anything before somebody vouched for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase, either
from inbox import countersigning, people
from inbox.errors import NotAllowed
from inbox.models import Conversation, Message, Submission, SubmissionState, Team, User
from inbox.permissions import Permission

_IS_ABLE = countersigning.who_may(Permission.APPROVE)
# Literal text, as in `inbox.views`: the partial indexes of what is undecided then apply.
_IS_WAITING: ColumnElement[bool] = literal_column("submission.state = 'waiting'")
_IS_RETURNED: ColumnElement[bool] = literal_column("submission.state = 'returned'")


class ApprovalNeeded(NotAllowed):
    """The team wants a second person to read it first."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This conversation's team asks that replies are approved. Submit it for approval."
            )
        )


class PastApproval(NotAllowed):
    """Whoever is held to approval would move a conversation to where nobody asks for it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Replies of this conversation's team wait for a second person, and over there "
                "they would not. Ask somebody who approves replies to move it."
            )
        )


class NotByYou(NotAllowed):
    """The words are their own, or approving is not theirs to do."""

    def __init__(self, able: Iterable[User]) -> None:
        names = either([person.name for person in able])
        super().__init__(
            Phrase(
                "A second person decides about a reply. This one waits for {names}.",
                names=names or Phrase("somebody"),
            )
        )


def may_approve(user: User) -> bool:
    """Say whether somebody approves what others write, and so needs nobody's approval."""
    return countersigning.may(user, Permission.APPROVE)


def approvers(on_the_desk: Iterable[User], author_id: int) -> list[User]:
    """Return who of these people may approve what one of them wrote."""
    return [one for one in on_the_desk if may_approve(one) and one.id != author_id]


def is_needed(session: Session, conversation: Conversation, by: User) -> bool:
    """Say whether a reply of this person's must be approved in a conversation."""
    return not may_approve(by) and _asks(session, conversation.team_id)


def refuse_unapproved(
    session: Session, conversation: Conversation, message: Message, by: User
) -> None:
    """Let nobody send again what nobody approved, where a team asks for it by now.

    Words that were approved stay so: they never change. Raises ApprovalNeeded.
    """
    approved = Submission.message_id == message.id, Submission.state == SubmissionState.APPROVED
    if is_needed(session, conversation, by) and not session.scalar(
        select(exists().where(*approved))
    ):
        raise ApprovalNeeded


def refuse_to_pass_by(
    session: Session, conversation: Conversation, *, to: int | None, by: User
) -> None:
    """Let nobody who is held to approval leave it behind for a team. Raises PastApproval."""
    if is_needed(session, conversation, by) and not _asks(session, to):
        raise PastApproval


def refuse_unless_approver(
    session: Session, conversation: Conversation, submission: Submission, by: User
) -> None:
    """Let nobody decide who may not, or does not reach it. Raises NotByYou."""
    able = approvers(people.reaching(session, conversation.account_id), submission.author_id)
    if by.id not in {person.id for person in able}:
        raise NotByYou(able)


def is_of_use(session: Session, user: User) -> bool:
    """Say whether a team asks for somebody's approval, or a reply waits for it."""
    if not may_approve(user):
        return False
    waits = exists(select(Submission.id).where(_IS_WAITING))
    return bool(session.scalar(select(or_(exists().where(Team.asks_approval), waits))))


def waits_for(user: User) -> ColumnElement[bool]:
    """Say in SQL whether a conversation holds a reply that this person may approve.

    Only the person's number is read, so that a count needs no look for them.
    """
    is_able = exists().where(and_(User.id == user.id, User.is_active, _IS_ABLE))
    waiting = select(Submission.conversation_id).where(
        _IS_WAITING, Submission.author_id != user.id, is_able
    )
    return Conversation.id.in_(waiting)


def came_back_to(user: User) -> ColumnElement[bool]:
    """Say in SQL whether a conversation holds a reply that was returned to this person."""
    returned = select(Submission.conversation_id).where(
        _IS_RETURNED, Submission.author_id == user.id
    )
    return Conversation.id.in_(returned)


def _asks(session: Session, team_id: int | None) -> bool:
    return team_id is not None and session.get_one(Team, team_id).asks_approval
