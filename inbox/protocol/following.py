"""How far is a conversation in the steps, and may it be resolved?

The steps stand in every conversation that is urgent. It cannot be resolved before they are
done, or before somebody who leads takes it upon themselves, with a reason. Lifting urgent lets
it go as well, and asks why, too (`inbox/priority.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, conversations, permissions, timeline
from inbox.canned import places
from inbox.errors import Conflict, Invalid, NotAllowed
from inbox.models import (
    CannedResponse,
    Conversation,
    Priority,
    ProtocolOverride,
    ProtocolStep,
    StepDone,
    User,
)
from inbox.permissions import Permission
from inbox.protocol import keeping

LONGEST_ANSWER = 200
LONGEST_REASON = 500


class StepsLeft(Conflict):
    """Somebody may still be at risk, and not all of it was done."""

    def __init__(self, left: int) -> None:
        words = (
            Phrase("One step at a risk to life is left. Do it first, or lift urgent and say why.")
            if left == 1
            else Phrase(
                "{left} steps at a risk to life are left. Do them first, or lift urgent and say "
                "why.",
                left=left,
            )
        )
        super().__init__(words)


class NotUrgent(Conflict):
    """The steps are for whoever may be at risk."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is not urgent any more, so its steps are closed."))


class AnswerNeeded(Invalid):
    """A step without what it asks for helps nobody who looks for it."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            Phrase(
                "Write down: {asked}, in at most {longest} characters.",
                asked=asked,
                longest=LONGEST_ANSWER,
            )
        )


class OverrideReasonNeeded(Invalid):
    """Nothing says why the steps are passed over, or too much does."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Say in at most {longest} characters why the steps are passed over. The reason "
                "goes on record.",
                longest=LONGEST_REASON,
            )
        )


class NotYoursToOverride(NotAllowed):
    """Whoever leads answers for it."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only a supervisor passes over steps. Ask one of them."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step, who did it, if anybody, and the reply that it offers, if that is in use."""

    step: ProtocolStep
    done: StepDone | None
    reply: CannedResponse | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a conversation is."""

    taken: list[Taken]
    override: ProtocolOverride | None

    @property
    def now(self) -> ProtocolStep | None:
        """The first step that is left."""
        return next((one.step for one in self.taken if one.done is None), None)

    @property
    def left(self) -> int:
        """How many steps are left."""
        return sum(one.done is None for one in self.taken)

    @property
    def is_locked(self) -> bool:
        """Whether it cannot be resolved yet."""
        return self.left > 0 and self.override is None


def standing(session: Session, conversation: Conversation) -> Standing | None:
    """Return how far an urgent conversation is; None for others, and without steps."""
    if conversation.priority is not Priority.URGENT:
        return None
    steps = keeping.in_force(session)
    if not steps:
        return None
    done = select(StepDone).where(StepDone.conversation_id == conversation.id)
    found = session.scalars(done.options(selectinload(StepDone.user)))
    by_step = {one.step_id: one for one in found}
    today = places.today(session)
    return Standing(
        taken=[
            Taken(step=step, done=by_step.get(step.id), reply=_in_use(step.response, today))
            for step in steps
        ],
        override=_override(session, conversation),
    )


def _in_use(response: CannedResponse | None, today: date) -> CannedResponse | None:
    is_in_use = response and not response.archived_at and not places.is_over(response, today)
    return response if is_in_use else None


def refuse_while_locked(session: Session, conversation: Conversation) -> None:
    """Let nobody resolve what is not done. Raises StepsLeft."""
    stands = standing(session, conversation)
    if stands and stands.is_locked:
        raise StepsLeft(stands.left)


def do(
    session: Session, conversation_id: int, step_id: int, *, by: User, answer: str = ""
) -> Conversation:
    """Say that a step is done, with what it asks for. The first to say so stands.

    Raises NotUrgent, NoSuchStep or AnswerNeeded.
    """
    conversation = _urgent(session, conversation_id)
    step = keeping.find(session, step_id)
    if _done(session, conversation, step):
        return conversation
    given = " ".join(answer.split()) if step.asks_for else ""
    if step.asks_for and not 0 < len(given) <= LONGEST_ANSWER:
        raise AnswerNeeded(step.asks_for)
    done = StepDone(conversation_id=conversation.id, step_id=step.id, user_id=by.id)
    done.done_at, done.answer = clock.now(session), given
    session.add(done)
    told = {"step": step.words, "asked": step.asks_for, "answer": given}
    timeline.record(session, "protocol.step_done", conversation, by=by, **told)
    return conversation


def take_back(session: Session, conversation_id: int, step_id: int, *, by: User) -> Conversation:
    """Say that a step is not done after all. Raises NotUrgent or NoSuchStep."""
    conversation = _urgent(session, conversation_id)
    step = keeping.find(session, step_id)
    done = _done(session, conversation, step)
    if done is None:
        return conversation
    session.delete(done)
    timeline.record(
        session, "protocol.step_undone", conversation, by=by, step=step.words, answer=done.answer
    )
    return conversation


def override(session: Session, conversation_id: int, *, by: User, reason: str) -> Conversation:
    """Let it be resolved though steps are left.

    Raises NotYoursToOverride, NotUrgent or OverrideReasonNeeded.
    """
    if not permissions.may(by, Permission.LEAD):
        raise NotYoursToOverride
    conversation = _urgent(session, conversation_id)
    why = reason.strip()
    if not 0 < len(why) <= LONGEST_REASON:
        raise OverrideReasonNeeded
    if _override(session, conversation):
        return conversation
    made = ProtocolOverride(conversation_id=conversation.id, user_id=by.id, reason=why)
    made.at = clock.now(session)
    session.add(made)
    timeline.record(session, "protocol.overridden", conversation, by=by, reason=why)
    return conversation


def begin(session: Session, conversation: Conversation) -> None:
    """Let what was done at an earlier alarm count no more. The caller holds the conversation."""
    for model in (StepDone, ProtocolOverride):
        session.execute(delete(model).where(model.conversation_id == conversation.id))


def _urgent(session: Session, conversation_id: int) -> Conversation:
    conversation = conversations.locked(session, conversation_id)
    if conversation.priority is not Priority.URGENT:
        raise NotUrgent
    return conversation


def _done(session: Session, conversation: Conversation, step: ProtocolStep) -> StepDone | None:
    return session.scalar(
        select(StepDone).where(
            StepDone.conversation_id == conversation.id, StepDone.step_id == step.id
        )
    )


def _override(session: Session, conversation: Conversation) -> ProtocolOverride | None:
    return session.scalar(
        select(ProtocolOverride)
        .where(ProtocolOverride.conversation_id == conversation.id)
        .options(selectinload(ProtocolOverride.user))
    )
