"""What becomes of somebody's open conversations when their shift ends?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import assignment, conversations, notes
from inbox.errors import Invalid
from inbox.models import Conversation, Status, User


class NothingChosen(Invalid):
    """Not one conversation was ticked."""

    def __init__(self) -> None:
        super().__init__(Phrase("Tick the conversations to hand over first."))


class HandedToOneself(Invalid):
    """Whoever leaves cannot be who goes on."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("These are yours already. Choose somebody else, or give them to everyone.")
        )


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many went on, and which had left the person's hands already."""

    done: int
    missed: tuple[Conversation, ...]


def still_open(session: Session, user: User) -> list[Conversation]:
    """Return what a person would leave behind, snoozed ones too: who waits longest first."""
    return list(
        session.scalars(
            select(Conversation)
            .where(Conversation.assignee_id == user.id, Conversation.status != Status.RESOLVED)
            .options(selectinload(Conversation.contact), selectinload(Conversation.account))
            .order_by(Conversation.waiting_since.nulls_last(), Conversation.id)
        )
    )


def hand_over(
    session: Session, ids: Collection[int], *, to: User | None, note: str, by: User
) -> HandedOver:
    """Give a person's own conversations to a colleague, or to everyone when `to` is None.

    The note, unless it is empty, is kept with each. What is not theirs any more is left
    alone. Raises NothingChosen, HandedToOneself or CannotWork.
    """
    if not ids:
        raise NothingChosen
    if to is not None and to.id == by.id:
        raise HandedToOneself
    missed = []
    # In one order for everybody, so that two who hand over cannot wait for each other.
    for conversation_id in sorted(ids):
        conversation = conversations.locked(session, conversation_id)
        if conversation.assignee_id == by.id:
            _pass_on(session, conversation_id, to=to, note=note, by=by)
        else:
            missed.append(conversation)
    return HandedOver(done=len(ids) - len(missed), missed=tuple(missed))


def _pass_on(
    session: Session, conversation_id: int, *, to: User | None, note: str, by: User
) -> None:
    if note.strip():
        notes.write(session, conversation_id, note, by=by)
    if to is None:
        assignment.release(session, conversation_id, by=by)
    else:
        assignment.assign(session, conversation_id, to=to, by=by)
