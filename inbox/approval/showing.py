"""How is a submitted reply found: by its number, or in the conversation it is for?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox.audit import reading
from inbox.errors import NotFound
from inbox.models import Submission, SubmissionState

_PEOPLE = (selectinload(Submission.author), selectinload(Submission.decided_by))
SHOWN = (SubmissionState.WAITING, SubmissionState.RETURNED, SubmissionState.APPROVED)


class NoSuchSubmission(NotFound):
    """Nothing was submitted under this number."""

    def __init__(self, submission_id: int) -> None:
        super().__init__(
            Phrase(
                "No reply was submitted under the number {submission_id}.",
                submission_id=submission_id,
            )
        )


def find(session: Session, submission_id: int) -> Submission:
    """Return what was submitted, with both people. Raises NoSuchSubmission."""
    found = session.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(*_PEOPLE)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchSubmission(submission_id)
    return found


def read(session: Session, submission_id: int) -> Submission:
    """Return what was submitted for somebody to read, which is kept. Raises NoSuchSubmission."""
    found = find(session, submission_id)
    reading.loaded_in(session, found.conversation_id)
    return found


def of_conversation(session: Session, conversation_id: int) -> Sequence[Submission]:
    """Return what waits, what its author has not seen come back, and what was approved."""
    return session.scalars(
        select(Submission)
        .where(Submission.conversation_id == conversation_id, Submission.state.in_(SHOWN))
        .options(*_PEOPLE)
        .order_by(Submission.id)
    ).all()
