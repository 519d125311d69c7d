"""What do staff tell each other about a conversation?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from inbox import clock, conversations, timeline
from inbox.errors import Invalid
from inbox.models import Note, User


class EmptyNote(Invalid):
    """There is nothing in it."""

    def __init__(self) -> None:
        super().__init__("Write something before adding the note.")


def write(session: Session, conversation_id: int, text: str, *, by: User) -> Note:
    """Add a note that only staff can read. Raises EmptyNote."""
    if not text.strip():
        raise EmptyNote
    conversation = conversations.locked(session, conversation_id)
    note = Note(conversation_id=conversation.id, user=by, text=text, written_at=clock.now(session))
    session.add(note)
    session.flush()
    timeline.record(session, "note.written", conversation, by=by, note_id=note.id)
    return note
