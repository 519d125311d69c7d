"""What was found, as it is shown: each conversation with the words in it that match?

What stands under a post shows the post.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inbox import at_hand, queues
from inbox.models import Contact, Conversation, Message, Note, Post, User
from inbox.search import highlighting
from inbox.search.asking import Question
from inbox.search.gathering import Match
from inbox.search.highlighting import Piece
from inbox.search.under_posts import Under


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A conversation, and the message or note in it that matches, or else the post above it.

    `is_exact` where it holds the words just as they were typed.
    """

    conversation: Conversation
    message: Message | None
    note: Note | None
    snippet: list[Piece]
    is_exact: bool = False
    post: Post | None = None

    @property
    def at(self) -> datetime:
        """When it was said, written or published."""
        if self.note:
            return self.note.written_at
        if self.post and self.post.published_at:
            return self.post.published_at
        return self.message.sent_at if self.message else self.conversation.active_at


def loaded(
    session: Session, matches: Sequence[Match], question: Question, exact: set[int]
) -> list[Found]:
    """Load what matches; in the places of `exact` it stands just as it was typed."""
    rows = queues.rows(session, [one.conversation_id for one in matches])
    conversations = {row.id: row for row in rows}
    messages = _messages(session, [one.message_id for one in matches if one.message_id])
    notes = _notes(session, [one.note_id for one in matches if one.note_id])
    return [
        _found(
            conversations[one.conversation_id],
            messages.get(one.message_id),
            notes.get(one.note_id),
            question,
            is_exact=one.place in exact,
        )
        for one in matches
    ]


def under_posts(session: Session, found: Sequence[Under], question: Question) -> list[Found]:
    """Load what stands under posts that match."""
    if not found:
        return []
    rows = queues.rows(session, [one.conversation_id for one in found])
    conversations = {row.id: row for row in rows}
    wanted = select(Post).where(Post.id.in_({one.post_id for one in found}))
    posts = {post.id: post for post in session.scalars(wanted)}
    return [
        Found(
            conversation=conversations[one.conversation_id],
            message=None,
            note=None,
            post=posts[one.post_id],
            snippet=highlighting.snippet(posts[one.post_id].text, question.wanted),
        )
        for one in found
    ]


def _found(
    conversation: Conversation,
    message: Message | None,
    note: Note | None,
    question: Question,
    *,
    is_exact: bool,
) -> Found:
    said = note or message
    return Found(
        conversation=conversation,
        message=message,
        note=note,
        snippet=highlighting.snippet(said.text if said else "", question.wanted),
        is_exact=is_exact,
    )


def _messages(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    if not ids:
        return {}
    query = select(Message).where(Message.id.in_(ids)).options(selectinload(Message.attachments))
    messages = session.scalars(query).all()
    at_hand.give(session, messages, Contact, "author_contact")
    at_hand.give(session, messages, User, "author_user")
    return {one.id: one for one in messages}


def _notes(session: Session, ids: Sequence[int]) -> dict[int, Note]:
    query = select(Note).where(Note.id.in_(ids)).options(joinedload(Note.user))
    return {one.id: one for one in session.scalars(query)} if ids else {}
