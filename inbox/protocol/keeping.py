"""Which steps are there, and who writes them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, Invalid, NotAllowed, NotFound
from inbox.models import CannedResponse, ProtocolStep, User
from inbox.permissions import Permission

LONGEST = 200
MOST = 12


class NotYoursToWrite(NotAllowed):
    """Whether somebody lives may hang on these words."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Only a supervisor or an administrator writes these steps. Ask one of them.")
        )


class UnusableStep(Invalid):
    """Nothing that could be read in a hurry, or too much of it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "A step says in 1 to {longest} characters what to do, its hint and what it asks "
                "for in no more each.",
                longest=LONGEST,
            )
        )


class TooManySteps(Conflict):
    """More than anybody can follow in a hurry."""

    def __init__(self) -> None:
        super().__init__(Phrase("There are {most} steps already. Take one out first.", most=MOST))


class NoSuchStep(NotFound):
    """No step stands under this number."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such step. It may have been taken out meanwhile."))


class NoSuchResponse(Invalid):
    """No canned response that is in use has this number."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose a canned response of the list, or none."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a step is to say, what is written down with it, and what it answers with."""

    words: str
    hint: str = ""
    asks_for: str = ""
    response_id: int | None = None


def in_force(session: Session) -> Sequence[ProtocolStep]:
    """Return the steps in their order, with the canned responses they answer with."""
    return session.scalars(
        select(ProtocolStep)
        .where(ProtocolStep.retired_at.is_(None))
        .options(selectinload(ProtocolStep.response))
        .order_by(ProtocolStep.position, ProtocolStep.id)
    ).all()


def find(session: Session, step_id: int) -> ProtocolStep:
    """Return a step that is in force. Raises NoSuchStep."""
    found = session.get(ProtocolStep, step_id)
    if found is None or found.retired_at:
        raise NoSuchStep
    return found


def add(session: Session, wanted: Wanted, *, by: User) -> ProtocolStep:
    """Put a step after the others.

    Raises NotYoursToWrite, UnusableStep, NoSuchResponse or TooManySteps.
    """
    _refuse_unless_leading(by)
    if len(in_force(session)) >= MOST:
        raise TooManySteps
    last = session.scalar(select(func.max(ProtocolStep.position))) or 0
    return _written(session, ProtocolStep(position=last + 1), wanted, by, "added")


def change(session: Session, step_id: int, wanted: Wanted, *, by: User) -> ProtocolStep:
    """Let a step say something else. Raises as `add` does, or NoSuchStep."""
    _refuse_unless_leading(by)
    return _written(session, find(session, step_id), wanted, by, "changed")


def move_up(session: Session, step_id: int, *, by: User) -> None:
    """Let a step come before the one that stands above it. Raises NotYoursToWrite, NoSuchStep."""
    _refuse_unless_leading(by)
    step = find(session, step_id)
    above = [one for one in in_force(session) if one.position < step.position]
    if above:
        step.position, above[-1].position = above[-1].position, step.position
        _kept(session, step, by, "moved up")


def retire(session: Session, step_id: int, *, by: User) -> None:
    """Show a step no more. Raises NotYoursToWrite or NoSuchStep."""
    _refuse_unless_leading(by)
    step = find(session, step_id)
    step.retired_at = clock.now(session)
    _kept(session, step, by, "taken out")


def _refuse_unless_leading(by: User) -> None:
    if not permissions.may(by, Permission.LEAD):
        raise NotYoursToWrite


def _written(
    session: Session, step: ProtocolStep, wanted: Wanted, by: User, change: str
) -> ProtocolStep:
    words, hint, asks_for = (
        " ".join(one.split()) for one in (wanted.words, wanted.hint, wanted.asks_for)
    )
    if not words or any(len(one) > LONGEST for one in (words, hint, asks_for)):
        raise UnusableStep
    if wanted.response_id is not None and not _is_in_use(session, wanted.response_id):
        raise NoSuchResponse
    step.words, step.hint, step.asks_for = words, hint, asks_for
    step.response_id = wanted.response_id
    session.add(step)
    session.flush()
    _kept(session, step, by, change)
    return step


def _is_in_use(session: Session, response_id: int) -> bool:
    found = session.get(CannedResponse, response_id)
    return found is not None and found.archived_at is None


def _kept(session: Session, step: ProtocolStep, by: User, change: str) -> None:
    on = On("protocol_step", step.id, step.words)
    recording.record(session, What.PROTOCOL, by=by, on=on, detail={"change": change})
