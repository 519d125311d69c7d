"""What does a second person make of a reply: approved, approved in other words, or returned?

The conversation's row is held meanwhile, so of two who decide at once the second is told who
was quicker. What is approved is judged anew and leaves as every reply does.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from connectors.words import Direction
from inbox import clock, notifying, replies, timeline
from inbox.approval import picturing, rule, submitting
from inbox.canned.using import Inserted
from inbox.errors import Conflict, Invalid
from inbox.models import (
    Conversation,
    Delivery,
    Message,
    NotificationKind,
    Submission,
    SubmissionState,
    User,
)
from inbox.replies import Draft

_TOLD = {
    SubmissionState.APPROVED: NotificationKind.REPLY_APPROVED,
    SubmissionState.RETURNED: NotificationKind.REPLY_RETURNED,
}


class NewsMeanwhile(Conflict):
    """Something was said here that the approver has not seen."""

    def __init__(self, said: Message) -> None:
        super().__init__(
            Phrase(
                "{said} since you opened this, so nothing was sent. Read it, then approve "
                "once more if the reply still fits.",
                said=_speaker(said),
            )
        )


class NoteNeeded(Invalid):
    """Its author would not learn what to change."""

    def __init__(self) -> None:
        super().__init__(Phrase("Say what should be different: the author reads it."))


def approve(
    session: Session, submission_id: int, *, by: User, seen: int, text: str | None = None
) -> Delivery:
    """Put a reply on its way as its second reader, in their own words where `text` differs.

    `seen` is the newest message that they had before them. Raises NoSuchSubmission,
    AlreadyDecided, NotByYou, NewsMeanwhile, or what refuses a reply.
    """
    conversation, submission = submitting.waiting(session, submission_id)
    rule.refuse_unless_approver(session, conversation, submission, by)
    _refuse_unread(session, conversation, seen)
    draft = _draft(session, submission, text)
    delivery = replies.send(session, conversation, draft, by=submission.author)
    delivery.released_by_id = by.id
    submission.message_id = delivery.message_id
    _end(session, conversation, submission, SubmissionState.APPROVED, by)
    timeline.record(
        session,
        "reply.approved",
        conversation,
        by=by,
        submission_id=submission.id,
        message_id=delivery.message_id,
        author=submission.author.name,
        submitted=submission.text,
        text=draft.text,
        is_changed=draft.text != submission.text,
    )
    return delivery


def send_back(session: Session, submission_id: int, *, by: User, note: str) -> Submission:
    """Return a reply to its author's draft, and say what should be different.

    Raises NoSuchSubmission, AlreadyDecided, NotByYou or NoteNeeded.
    """
    conversation, submission = submitting.waiting(session, submission_id)
    rule.refuse_unless_approver(session, conversation, submission, by)
    submission.note = note.strip()
    if not submission.note:
        raise NoteNeeded
    _end(session, conversation, submission, SubmissionState.RETURNED, by)
    submitting.to_draft(session, submission)
    timeline.record(
        session,
        "reply.returned",
        conversation,
        by=by,
        submission_id=submission.id,
        author=submission.author.name,
        note=submission.note,
    )
    return submission


def newest(session: Session, conversation_id: int) -> int:
    """Return the number of the newest message here: what somebody who looks has seen."""
    found = select(func.max(Message.id)).where(Message.conversation_id == conversation_id)
    return session.scalar(found) or 0


def _refuse_unread(session: Session, conversation: Conversation, seen: int) -> None:
    said = session.scalar(
        select(Message)
        .where(Message.conversation_id == conversation.id, Message.id > seen)
        .options(selectinload(Message.author_contact), selectinload(Message.author_user))
        .order_by(Message.id.desc())
        .limit(1)
    )
    if said:
        raise NewsMeanwhile(said)


def _speaker(said: Message) -> str:
    if said.direction is Direction.OUT:
        user = said.author_user.name if said.author_user else Phrase("Somebody")
        return Phrase("{name} answered here", name=user)
    contact = said.author_contact.shown_name if said.author_contact else Phrase("Somebody")
    return Phrase("{name} wrote here", name=contact)


def _draft(session: Session, submission: Submission, text: str | None) -> Draft:
    words = submission.text if text is None else text
    return Draft(
        text=words,
        audience=submission.audience,
        # One for each submission, so that what is approved leaves once whatever happens.
        client_token=f"submission-{submission.id}",
        reply_to_message_id=submission.reply_to_message_id,
        picture=picturing.chosen(session, submission),
        is_by_program=submission.is_by_program and words == submission.text,
        inserted=tuple(Inserted(int(str(one)), str(code)) for one, code in submission.inserted),
    )


def _end(
    session: Session,
    conversation: Conversation,
    submission: Submission,
    state: SubmissionState,
    by: User,
) -> None:
    submission.state, submission.decided_at = state, clock.now(session)
    submission.decided_by = by
    submitting.mirror(session, conversation)
    told, cause = _TOLD[state], f"submission:{submission.id}"
    notifying.tell(session, {submission.author_id}, told, conversation, cause=cause, by=by)
