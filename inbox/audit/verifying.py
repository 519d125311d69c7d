"""Is every chain of the record whole, and if not, where is its first broken link?

There are three sorts: the audit log, what each account's platform answered, and what happened to
each conversation and account. In each a row holds the digest of the one before.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import chain, timeline
from inbox.audit import linking
from inbox.models import (
    Account,
    AuditEvent,
    AuditHead,
    AuditReview,
    Capture,
    Conversation,
    Event,
)

_AT_ONCE = 1000
Row = TypeVar("Row", AuditEvent, Capture, Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A sort of chain: how many rows it has, and in words what is first broken, if anything."""

    name: str
    rows: int
    broken: str = ""


class _Broken(Exception):
    """The first broken link, in words."""


def verify(session: Session) -> list[Checked]:
    """Check each sort of chain from its beginning."""
    return [
        _checked(session, "audit log", _audit_log),
        _checked(session, "captures", _captures),
        _checked(session, "events", _events),
    ]


def _checked(session: Session, name: str, check: Callable[[Session], Iterator[int]]) -> Checked:
    rows = 0
    try:
        for rows in check(session):  # noqa: B007 - the last number is told
            pass
    except _Broken as broken:
        return Checked(name=name, rows=rows, broken=str(broken))
    return Checked(name=name, rows=rows)


def _audit_log(session: Session) -> Iterator[int]:
    reviewed = _reviewed(session)
    last, number = b"", 0
    for row in _rows(session, AuditEvent):
        number += 1
        if row.id != number:
            raise _Broken(Phrase("Record {number} was removed.", number=number))
        _check(session, AuditEvent, row, last, linking.digest_of)
        if reviewed.get(number, row.digest) != row.digest:
            raise _Broken(Phrase("Record {number} is not what was signed.", number=number))
        last = row.digest
        yield number
    _check_end(session, number, last)


def _check_end(session: Session, number: int, last: bytes) -> None:
    head = session.get(AuditHead, 1)
    kept, digest = (head.count, head.digest) if head else (0, b"")
    if number < kept:
        raise _Broken(Phrase("Record {number} was removed.", number=number + 1))
    if number > kept:
        raise _Broken(Phrase("Record {number} was added past the log.", number=kept + 1))
    if last != digest:
        raise _Broken(Phrase("Record {number} is not the one written last.", number=number))


def _reviewed(session: Session) -> Mapping[int, bytes]:
    return {
        row.last_id: row.last_digest
        for row in session.execute(select(AuditReview.last_id, AuditReview.last_digest))
    }


def _captures(session: Session) -> Iterator[int]:
    ends: dict[int, bytes] = {}
    for number, row in enumerate(_rows(session, Capture), 1):
        _check(session, Capture, row, ends.get(row.account_id, b""), _capture_digest)
        ends[row.account_id] = row.digest
        yield number
    for account_id, head in session.execute(select(Account.id, Account.capture_head)):
        _check_head("account", account_id, head, ends.get(account_id, b""))


def _capture_digest(row: Capture) -> bytes:
    try:
        return chain.link(row.previous, zlib.decompress(row.body))
    except zlib.error:
        return b""


def _events(session: Session) -> Iterator[int]:
    ends: dict[tuple[str, int | None], bytes] = {}
    for number, row in enumerate(_rows(session, Event), 1):
        place = _place(row)
        _check(session, Event, row, ends.get(place, b""), timeline.digest_of)
        ends[place] = row.digest
        yield number
    for kind, table in (("conversation", Conversation), ("account", Account)):
        for owner, head in session.execute(select(table.id, table.event_head)):
            _check_head(kind, owner, head, ends.get((kind, owner), b""))


def _place(row: Event) -> tuple[str, int | None]:
    if row.conversation_id is not None:
        return "conversation", row.conversation_id
    return "account", row.account_id


def _rows(session: Session, table: type[Row]) -> Iterator[Row]:
    """Give all rows in the order of their numbers, a handful in memory at a time."""
    following = select(table).order_by(table.id).limit(_AT_ONCE)
    rows = session.scalars(following).all()
    while rows:
        yield from rows
        session.expunge_all()
        rows = session.scalars(following.where(table.id > rows[-1].id)).all()


def _check(
    session: Session,
    table: type[Row],
    row: Row,
    last: bytes,
    digest_of: Callable[[Row], bytes],
) -> None:
    if digest_of(row) != row.digest:
        raise _Broken(Phrase("Record {number} was changed.", number=row.id))
    if row.previous == last:
        return
    before = session.scalar(select(func.min(table.id)).where(table.digest == row.previous))
    if before is None and row.previous:
        raise _Broken(Phrase("The record before {number} was removed.", number=row.id))
    raise _Broken(
        Phrase(
            "Record {number} was written after {before}, not after the one that now stands "
            "before it: one was inserted, or the order was changed.",
            number=row.id,
            before=f"record {before}" if before else "none",
        )
    )


def _check_head(kind: str, number: int, head: bytes, last: bytes) -> None:
    if head != last:
        raise _Broken(
            Phrase(
                "The last record of {kind} {number} was removed, or one was added after it.",
                kind=kind,
                number=number,
            )
        )
