"""What did platforms push that is not on the desk yet, or was just put there?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from connectors.webhooks import Source
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration

_OPEN = text("taken_in_at IS NULL")


class Webhook(Base):
    """One push as it came, zlib-compressed; the same push twice is one row.

    `taken_in_at` is set once everything it says is stored. Until then `due_at`
    is when it may next be tried, and `problem` says why it was not. One that
    can never be read has no `due_at`. A `problem` of one that was taken in says what of
    it is not ours to read.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        UniqueConstraint("source", "digest"),
        Index("ix_webhook_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    source: Mapped[Source] = mapped_column(enumeration(Source))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    taken_in_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str | None] = mapped_column(Words)
