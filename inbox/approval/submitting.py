"""How does a reply come to wait for approval, and how does its author take it back?"""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import (
    clock,
    conversations,
    drafts,
    just_answered,
    media,
    outgoing_pictures,
    reach,
    replies,
    timeline,
)
from inbox.approval import rule, showing
from inbox.errors import Conflict, NotAllowed
from inbox.models import Conversation, Delivery, Submission, SubmissionState, User
from inbox.outgoing_pictures import MOST_DESCRIPTION
from inbox.replies import Draft
from inbox.reply_options import Option

_DID = {
    SubmissionState.APPROVED: Phrase(
        "{quicker} approved this reply already. Nothing more was done."
    ),
    SubmissionState.RETURNED: Phrase(
        "{quicker} sent this reply back already. Nothing more was done."
    ),
    SubmissionState.SEEN: Phrase("{quicker} sent this reply back already. Nothing more was done."),
}


class AlreadyDecided(Conflict):
    """Somebody was quicker, or its author took it back."""

    def __init__(self, submission: Submission) -> None:
        quicker = submission.decided_by
        super().__init__(
            Phrase(_DID[submission.state], quicker=quicker.name)
            if quicker
            else Phrase(
                "{author} took this reply back meanwhile, so nothing was sent.",
                author=submission.author.name,
            )
        )


class OnlyItsAuthor(NotAllowed):
    """Somebody else's words are returned, not taken back."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only who submitted this reply can take it back."))


def say(
    session: Session,
    conversation_id: int,
    draft: Draft,
    *,
    by: User,
    is_asked: bool = False,
    known_answer: int = 0,
) -> Delivery | Submission:
    """Send a reply, or submit it where the team asks for approval or its author did.

    Raises what `submit` and `replies.write` raise, and what `just_answered.stop_once` raises.
    """
    conversation = conversations.locked(session, conversation_id)
    sent = replies.earlier(session, conversation, draft.client_token)
    if not (sent or _earlier(session, conversation, draft.client_token)):
        just_answered.stop_once(session, conversation, by=by, known=known_answer)
    if sent is None and (is_asked or rule.is_needed(session, conversation, by)):
        return submit(session, conversation_id, draft, by=by)
    return replies.write(session, conversation_id, draft, by=by)


def submit(session: Session, conversation_id: int, draft: Draft, *, by: User) -> Submission:
    """Let a reply wait until somebody else approves it. Whoever it is for goes on waiting.

    The same client token gives the same submission. Raises what refuses a reply, with a
    sentence for the person who wrote it.
    """
    conversation = conversations.locked(session, conversation_id)
    if earlier := _earlier(session, conversation, draft.client_token):
        return earlier
    option, _answers = replies.judged(session, conversation, draft)
    submission = _submission(session, conversation, draft, by)
    _keep_picture(session, submission, draft, option)
    session.add(submission)
    session.flush()
    _see_what_came_back(session, conversation, by)
    mirror(session, conversation)
    timeline.record(
        session,
        "reply.submitted",
        conversation,
        by=by,
        submission_id=submission.id,
        audience=draft.audience.value,
        text=draft.text,
    )
    return submission


def withdraw(session: Session, submission_id: int, *, by: User) -> Submission:
    """Give its author the words back, as their draft.

    Raises NoSuchSubmission, AlreadyDecided or OnlyItsAuthor.
    """
    conversation, submission = waiting(session, submission_id)
    if by.id != submission.author_id:
        raise OnlyItsAuthor
    submission.state = SubmissionState.WITHDRAWN
    submission.decided_at = clock.now(session)
    mirror(session, conversation)
    to_draft(session, submission)
    timeline.record(session, "reply.withdrawn", conversation, by=by, submission_id=submission.id)
    return submission


def see(session: Session, submission_id: int, *, by: User) -> Submission:
    """Note that an author has read why their reply came back. Raises NoSuchSubmission."""
    conversation, submission = held(session, submission_id)
    if by.id != submission.author_id:
        raise OnlyItsAuthor
    if submission.state is SubmissionState.RETURNED:
        submission.state = SubmissionState.SEEN
        timeline.record(
            session, "reply.return_seen", conversation, by=by, submission_id=submission.id
        )
    return submission


def waiting(session: Session, submission_id: int) -> tuple[Conversation, Submission]:
    """Hold what waits and its conversation. Raises NoSuchSubmission or AlreadyDecided."""
    conversation, submission = held(session, submission_id)
    if submission.state is not SubmissionState.WAITING:
        raise AlreadyDecided(submission)
    return conversation, submission


def held(session: Session, submission_id: int) -> tuple[Conversation, Submission]:
    """Hold what was submitted and its conversation. Raises NoSuchSubmission."""
    conversation_id = showing.find(session, submission_id).conversation_id
    conversation = conversations.locked(session, conversation_id)
    # Anew: what was read before the row was held is of the past.
    return conversation, showing.find(session, submission_id)


def to_draft(session: Session, submission: Submission) -> None:
    """Put the words before whatever its author has begun meanwhile."""
    drafts.give_back(
        session,
        submission.conversation_id,
        submission.text,
        mode=submission.audience.value,
        to=submission.author,
    )


def mirror(session: Session, conversation: Conversation) -> None:
    """Let the row tell since when a reply waits here. The caller holds it."""
    session.flush()
    conversation.submitted_at = session.scalar(
        select(func.min(Submission.submitted_at)).where(
            Submission.conversation_id == conversation.id,
            Submission.state == SubmissionState.WAITING,
        )
    )


def _earlier(session: Session, conversation: Conversation, token: str) -> Submission | None:
    with reach.lifted(session):
        found = session.scalar(select(Submission).where(Submission.client_token == token))
    if found and found.conversation_id != conversation.id:
        raise replies.TokenUsedElsewhere
    return found


def _submission(session: Session, conversation: Conversation, draft: Draft, by: User) -> Submission:
    return Submission(
        conversation_id=conversation.id,
        author_id=by.id,
        audience=draft.audience,
        text=draft.text if draft.text.strip() else "",
        reply_to_message_id=draft.reply_to_message_id,
        inserted=[[one.response_id, one.language] for one in draft.inserted],
        is_by_program=draft.is_by_program,
        client_token=draft.client_token,
        submitted_at=clock.now(session),
    )


def _keep_picture(session: Session, submission: Submission, draft: Draft, option: Option) -> None:
    if draft.picture and option.picture:
        picture, _size = outgoing_pictures.drawn(draft.picture.body, option.picture)
        submission.picture_digest = media.keep(session, picture.body)
        words = " ".join(draft.picture.description.split())
        submission.picture_description = words[:MOST_DESCRIPTION]


def _see_what_came_back(session: Session, conversation: Conversation, by: User) -> None:
    session.execute(
        update(Submission)
        .where(
            Submission.conversation_id == conversation.id,
            Submission.author_id == by.id,
            Submission.state == SubmissionState.RETURNED,
        )
        .values(state=SubmissionState.SEEN)
    )
