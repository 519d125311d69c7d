"""Where was it said? Each conversation once, by the newest of its words that match.

The newest come first, because their order costs nothing; what stands exactly as it
was typed comes before them, found by a search of its own. All matches are never
counted and never ranked: over common words that takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from connectors.phrases import Phrase
from inbox import queues
from inbox.errors import Invalid
from inbox.models import Conversation, Message, Note, Tag, User
from inbox.search import asking, expressions, filters, gathering, highlighting, named
from inbox.search.asking import Question, Words
from inbox.search.filters import Narrowed
from inbox.search.gathering import Match
from inbox.search.highlighting import Piece
from inbox.search.named import Person

PAGE_LENGTH = 25
EXACT_SHOWN = 3
TAGS_SHOWN = 5


class BadPlace(Invalid):
    """A paging mark that this search did not give out."""

    def __init__(self) -> None:
        super().__init__(Phrase("This page mark cannot be read. Search again from the start."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A conversation, and the message or note in it that matches.

    `is_exact` where it holds the words just as they were typed.
    """

    conversation: Conversation
    message: Message | None
    note: Note | None
    snippet: list[Piece]
    is_exact: bool

    @property
    def at(self) -> datetime:
        """When it was said or written."""
        if self.note:
            return self.note.written_at
        return self.message.sent_at if self.message else self.conversation.active_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was understood and what was found.

    People, tags and what stands exactly so come with the first page. `next` marks where
    to look on; there may be nothing.
    """

    question: Question
    remarks: tuple[str, ...] = ()
    people: list[Person] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    rows: list[Found] = field(default_factory=list)
    next: str | None = None


def find(
    session: Session,
    typed: str,
    user: User,
    *,
    after: str | None = None,
    limit: int = PAGE_LENGTH,
) -> Answer:
    """Search for what a person typed, whatever it is. Raises BadPlace."""
    question = asking.read(typed)
    if question.is_empty:
        return Answer(question=question, remarks=question.remarks)
    words = expressions.of_words(question.words)
    asked = filters.narrowed(session, words, question.operators, user)
    end = _end(after, asked)
    exact = _exact(session, question, asked)
    page = gathering.gather(
        session, asked, end=end, limit=limit, but={one.conversation_id for one in exact}
    )
    shown = page.matches if after else [*exact, *page.matches]
    return Answer(
        question=question,
        remarks=(*question.remarks, *asked.remarks),
        people=[] if after else named.contacts(session, question.wanted),
        tags=[] if after else _tags(session, question.wanted),
        rows=_loaded(session, shown, question, {one.place for one in exact}),
        next=None if page.is_last else str(page.end),
    )


def _end(after: str | None, asked: Narrowed) -> int:
    if after is None:
        return asked.end
    if not (after.isascii() and after.isdecimal() and len(after) <= len(str(asked.end))):
        raise BadPlace
    return min(int(after), asked.end)


def _exact(session: Session, question: Question, asked: Narrowed) -> list[Match]:
    """Find the newest few that hold several plain words exactly as they were typed."""
    plain = [one for one in question.wanted if not one.is_quoted]
    together = tuple(word for one in plain for word in one.folded)
    if len(plain) < 2:  # noqa: PLR2004 - one word always stands as it was typed
        return []
    clause = ((together, plain[-1].is_beginning),)
    narrower = replace(asked, expression=asked.expression.and_also(clause))
    return gathering.gather(
        session, narrower, end=asked.end, limit=EXACT_SHOWN, but=set(), steps=1
    ).matches


def _tags(session: Session, wanted: Sequence[Words]) -> list[Tag]:
    """Return the tags whose names hold all these words."""
    if not wanted:
        return []
    known = session.scalars(select(Tag).order_by(Tag.name))
    holding = [tag for tag in known if all(highlighting.stands_in(tag.name, one) for one in wanted)]
    return holding[:TAGS_SHOWN]


def _loaded(
    session: Session, matches: Sequence[Match], question: Question, exact: set[int]
) -> list[Found]:
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
    query = select(Message).where(Message.id.in_(ids))
    options = (
        joinedload(Message.author_contact),
        joinedload(Message.author_user),
        selectinload(Message.attachments),
    )
    return {one.id: one for one in session.scalars(query.options(*options))} if ids else {}


def _notes(session: Session, ids: Sequence[int]) -> dict[int, Note]:
    query = select(Note).where(Note.id.in_(ids)).options(joinedload(Note.user))
    return {one.id: one for one in session.scalars(query)} if ids else {}
