"""Which picture was submitted with a reply?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import media
from inbox.approval import showing
from inbox.approval.showing import NoSuchSubmission
from inbox.errors import NotFound
from inbox.models import Submission
from inbox.outgoing_pictures import Chosen


class PictureGone(NotFound):
    """It was submitted without one, or its file is no longer there."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "The picture of this reply is not there any more. Send the reply back; its "
                "author can choose the picture again."
            )
        )


def chosen(session: Session, submission: Submission, description: str = "") -> Chosen | None:
    """Return the picture of a reply as it was submitted, if it has one. Raises PictureGone."""
    if submission.picture_digest is None:
        return None
    words = description or submission.picture_description
    try:
        body = media.path_of(session, submission.picture_digest).read_bytes()
    except FileNotFoundError as problem:
        raise PictureGone from problem
    return Chosen(body=body, description=words)


def again(
    session: Session, conversation_id: int, submission_id: int, description: str
) -> Chosen | None:
    """Choose the picture once more that was submitted here and came back.

    Raises NoSuchSubmission or PictureGone.
    """
    submission = showing.find(session, submission_id)
    if submission.conversation_id != conversation_id:
        raise NoSuchSubmission(submission_id)
    return chosen(session, submission, description)


def shown(session: Session, submission_id: int) -> bytes:
    """Return the picture as the desk shows it. Raises NoSuchSubmission or PictureGone."""
    submission = showing.read(session, submission_id)
    try:
        return media.shown_path_of(session, submission.picture_digest or b"").read_bytes()
    except FileNotFoundError as problem:
        raise PictureGone from problem
