"""How does what is written come to be found?

By the verbs that write it, in their transaction. A trigger could not fold words
as Python does, and each database would fold them in its own way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from connectors.attachments import AttachmentKind
from connectors.pages import Incoming
from connectors.words import Kind
from inbox.copying import copied
from inbox.db import table_of
from inbox.models import (
    Attachment,
    Conversation,
    Message,
    Note,
    SearchEntry,
    SearchPerson,
    SearchPost,
)
from inbox.search import folding, places, terms

Marks = dict[int, list[str]]
Row = dict[str, Any]


def received(session: Session, rows: Sequence[Row], items: Mapping[int, Incoming]) -> None:
    """Let a page of new messages be found: as they were stored, and as they came by number."""
    _write(session, [_received(row, items[row["id"]]) for row in rows])


def messages(session: Session, message_ids: Sequence[int]) -> None:
    """Let new messages be found."""
    if message_ids:
        _write(session, _entries(session, message_ids))


def again(session: Session, message_ids: Collection[int]) -> None:
    """Let changed messages be found by what they hold now."""
    if message_ids:
        forget(session, message_ids)
        messages(session, list(message_ids))


def forget(session: Session, message_ids: Collection[int]) -> None:
    """Let messages that are about to be changed or taken away be found no more."""
    conversation_ids = select(Message.conversation_id).where(Message.id.in_(message_ids))
    session.execute(
        delete(SearchEntry)
        .where(
            SearchEntry.conversation_id.in_(conversation_ids),
            SearchEntry.message_id.in_(message_ids),
        )
        .execution_options(synchronize_session=False)
    )


def note(session: Session, written: Note) -> None:
    """Let a new note be found."""
    row = {
        "place": places.of_note(written.written_at, written.id),
        "conversation_id": written.conversation_id,
        "message_id": None,
        "note_id": written.id,
        "terms": terms.with_marks(written.text, [terms.NOTE, terms.user(written.user_id)]),
    }
    session.execute(insert(table_of(SearchEntry)), [row])


def people(session: Session, named: Iterable[tuple[int, str, str]]) -> None:
    """Let new contacts be found: number, name, handle."""
    rows = [_person(*one) for one in named]
    if rows:
        session.execute(insert(table_of(SearchPerson)), rows)


def people_again(session: Session, named: Collection[tuple[int, str, str]]) -> None:
    """Let renamed contacts be found by what they are called now."""
    ids = [one[0] for one in named]
    session.execute(
        delete(SearchPerson)
        .where(SearchPerson.contact_id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    people(session, named)


def posts(session: Session, published: Iterable[tuple[int, int, str]]) -> None:
    """Let new posts of ours be found: number, account, text."""
    rows = [_post(*one) for one in published]
    if rows:
        session.execute(insert(table_of(SearchPost)), rows)


def posts_again(session: Session, changed: Collection[tuple[int, int, str]]) -> None:
    """Let posts be found by what they say now."""
    session.execute(
        delete(SearchPost)
        .where(SearchPost.post_id.in_([one[0] for one in changed]))
        .execution_options(synchronize_session=False)
    )
    posts(session, changed)


def _post(number: int, account_id: int, text: str) -> Row:
    return {"post_id": number, "terms": terms.with_marks(text, [terms.account(account_id)])}


def _person(number: int, name: str, handle: str) -> Row:
    return {"contact_id": number, "terms": " ".join(folding.words(f"{name} {handle}"))}


def _write(session: Session, rows: Sequence[Row]) -> None:
    # FTS5 takes rising numbers in one go.
    rising = sorted(rows, key=lambda row: int(row["place"]))
    session.execute(copied(table_of(SearchEntry)), rising)


def _received(row: Row, item: Incoming) -> Row:
    return _entry(row, item.kind, [terms.having(one.kind) for one in item.attachments])


def _entries(session: Session, message_ids: Sequence[int]) -> list[Row]:
    table = table_of(Message)
    wanted = (
        select(
            table.c.id,
            table.c.account_id,
            table.c.conversation_id,
            table.c.direction,
            table.c.text,
            table.c.sent_at,
            table.c.author_contact_id,
            table.c.author_user_id,
            Conversation.kind,
        )
        .join(Conversation, Conversation.id == table.c.conversation_id)
        .where(table.c.id.in_(message_ids))
    )
    came_with = _attached(session, message_ids)
    return [
        _entry(dict(row), row["kind"], came_with[row["id"]])
        for row in session.execute(wanted).mappings()
    ]


def _attached(session: Session, message_ids: Sequence[int]) -> Marks:
    found: Marks = defaultdict(list)
    kinds = select(Attachment.message_id, Attachment.kind).where(
        Attachment.message_id.in_(message_ids)
    )
    for message_id, kind in session.execute(kinds):
        found[message_id].append(terms.having(AttachmentKind(kind)))
    return found


def _entry(row: Row, kind: Kind, came_with: list[str]) -> Row:
    marks = [terms.side(row["direction"]), terms.account(row["account_id"]), terms.kind(kind)]
    if contact := row.get("author_contact_id"):
        marks.append(terms.contact(contact))
    if user := row.get("author_user_id"):
        marks.append(terms.user(user))
    return {
        "place": places.of_message(row["sent_at"], row["id"]),
        "conversation_id": row["conversation_id"],
        "message_id": row["id"],
        "note_id": None,
        "terms": terms.with_marks(row["text"], [*marks, *came_with]),
    }
