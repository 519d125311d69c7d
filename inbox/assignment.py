"""Who works on a conversation?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import acts, conversations, notifying, reach, timeline
from inbox.errors import Conflict, Invalid
from inbox.models import Conversation, NotificationKind, Team, User


class AlreadyAssigned(Conflict):
    """Somebody else was quicker."""

    def __init__(self, assignee: User) -> None:
        super().__init__(
            Phrase("{assignee} took this conversation a moment ago.", assignee=assignee.name)
        )


class CannotWork(Invalid):
    """The person is not on the desk any more."""

    def __init__(self, user: User) -> None:
        super().__init__(
            Phrase("{user} cannot be assigned: the sign-in is switched off.", user=user.name)
        )


class DoesNotReach(Invalid):
    """They would be given what they cannot open."""

    def __init__(self, user: User) -> None:
        super().__init__(
            Phrase(
                "{user} does not reach the account of this conversation: none of their teams does. "
                "Choose somebody else.",
                user=user.name,
            )
        )


class SeesWhatIsPublic(Invalid):
    """Nobody vouched for them yet, so they would be given what they do not find."""

    def __init__(self, user: User) -> None:
        super().__init__(
            Phrase(
                "{user} finds no private messages until somebody who leads says that it is them. "
                "Choose somebody else, or vouch for them first.",
                user=user.name,
            )
        )


def claim(session: Session, conversation_id: int, *, by: User) -> Conversation:
    """Assign an unassigned conversation to the person asking for it.

    Raises AlreadyAssigned when someone else was first, CannotWork or DoesNotReach when they
    were disabled or limited at the same moment.
    """
    conversation = conversations.locked(session, conversation_id)
    if conversation.assignee_id == by.id:
        return conversation
    if conversation.assignee:
        raise AlreadyAssigned(conversation.assignee)
    return _hand_over(session, conversation, by, by=by)


def assign(session: Session, conversation_id: int, *, to: User, by: User) -> Conversation:
    """Give a conversation to somebody. Raises CannotWork, DoesNotReach or SeesWhatIsPublic."""
    conversation = conversations.locked(session, conversation_id)
    refuse_unless_able(session, conversation, to)
    if conversation.assignee_id == to.id:
        return conversation
    return _hand_over(session, conversation, to, by=by)


def refuse_unless_able(session: Session, conversation: Conversation, to: User) -> None:
    """Let nobody have what they cannot open.

    Raises CannotWork, DoesNotReach or SeesWhatIsPublic.
    """
    if not to.is_active:
        raise CannotWork(to)
    if not reach.reaches(to, conversation.account_id):
        raise DoesNotReach(to)
    if reach.hidden_among(session, reach.of(to), [conversation]):
        raise SeesWhatIsPublic(to)


def give_in_turn(session: Session, conversation_id: int, *, to: User, team: Team) -> Conversation:
    """Give a conversation to the member of a team whose turn it is: a rule's act, not a person's.

    The caller has found out that it is to be given, and holds its row.
    """
    conversation = conversations.locked(session, conversation_id)
    return _hand_to(session, conversation, to, by=None, in_turn_of=team.name)


def release(session: Session, conversation_id: int, *, by: User) -> Conversation:
    """Give a conversation back to everyone."""
    conversation = conversations.locked(session, conversation_id)
    if conversation.assignee is None:
        return conversation
    before, had_it = conversation.assignee.name, conversation.assignee_id
    conversation.assignee = None
    conversation.assignee_id = None
    event = timeline.record(session, "conversation.released", conversation, by=by, before=before)
    acts.keep(session, event, by=by, assignee_id=had_it)
    return conversation


def give_back(session: Session, conversation_id: int, *, by: User, **why: str) -> None:
    """Give a conversation back to everyone whose colleague cannot open it any more.

    The event says `why`: by which team they are `limited`, or that they are `unvouched`.
    """
    conversation = conversations.locked_even_merged(session, conversation_id)
    before = conversation.assignee.name if conversation.assignee else None
    conversation.assignee, conversation.assignee_id = None, None
    timeline.record(session, "conversation.released", conversation, by=by, before=before, **why)


def _hand_over(session: Session, conversation: Conversation, to: User, *, by: User) -> Conversation:
    _hand_to(session, conversation, to, by=by)
    # Whoever limits or disables somebody holds their row, and what was just written waited for it.
    session.refresh(to, ["is_active", "reaches", "unvouched_since"])
    refuse_unless_able(session, conversation, to)
    return conversation


def _hand_to(
    session: Session, conversation: Conversation, to: User, *, by: User | None, **why: str
) -> Conversation:
    before = conversation.assignee.name if conversation.assignee else None
    had_it = conversation.assignee_id
    conversation.assignee = to
    conversation.assignee_id = to.id
    event = timeline.record(
        session,
        "conversation.assigned",
        conversation,
        by=by,
        assignee_id=to.id,
        assignee=to.name,
        before=before,
        **why,
    )
    if by:
        acts.keep(session, event, by=by, assignee_id=had_it)
    session.flush()
    notifying.tell(
        session,
        [to.id],
        NotificationKind.ASSIGNED,
        conversation,
        cause=f"event:{event.id}",
        by=by,
    )
    return conversation
