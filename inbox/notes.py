"""What do staff tell each other about a conversation?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, conversations, mentioning, timeline
from inbox.errors import Invalid
from inbox.models import Conversation, Note, User
from inbox.search import indexing


class EmptyNote(Invalid):
    """There is nothing in it."""

    def __init__(self) -> None:
        super().__init__(Phrase("Write something before adding the note."))


def write(
    session: Session, conversation_id: int, text: str, *, by: User, client_token: str | None = None
) -> Note:
    """Add a note that only staff can read, and tell whom it mentions. Raises EmptyNote.

    The same client token adds it once.
    """
    if not text.strip():
        raise EmptyNote
    conversation = conversations.locked(session, conversation_id)
    if earlier := _earlier(session, conversation, client_token):
        return earlier
    note = Note(
        conversation_id=conversation.id,
        user=by,
        text=text,
        client_token=client_token,
        written_at=clock.now(session),
    )
    session.add(note)
    session.flush()
    indexing.note(session, note)
    mentioned = mentioning.take_in(session, note)
    timeline.record(session, "note.written", conversation, by=by, note_id=note.id, **mentioned)
    mentioning.tell(session, note, conversation, by=by)
    return note


def _earlier(session: Session, conversation: Conversation, client_token: str | None) -> Note | None:
    if client_token is None:
        return None
    return session.scalar(
        select(Note).where(
            Note.conversation_id == conversation.id, Note.client_token == client_token
        )
    )
