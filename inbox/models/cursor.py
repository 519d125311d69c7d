"""Where does each stream of an account stand, and which pages are still owed?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration


class Lane(StrEnum):
    """Which sort of reading something belongs to; each has a queue and a lease of its own.

    Streams are of the first two; what is left in the third are gaps (`Gap.is_bulk`).
    """

    POLL = "poll"
    LIVE = "live"
    BULK = "bulk"


class Cursor(Base):
    """How far one stream is stored. Everything up to `position` is here, but for open gaps.

    `failing_since` is when the first of its polls failed since one went well.
    `rhythm` is what pacing remembers of it, `reason` says why it is due at `due_at`.

    A broadcast's stream is here only while it runs, and until all of it is read.
    """

    __tablename__ = "cursor"
    __table_args__ = (UniqueConstraint("account_id", "stream"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    stream: Mapped[str] = mapped_column(String(40))
    lane: Mapped[Lane] = mapped_column(enumeration(Lane), default=Lane.POLL)
    position: Mapped[str | None] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(Instant)
    fetched_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str | None] = mapped_column(Words)
    failing_since: Mapped[datetime | None] = mapped_column(Instant)
    rhythm: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Words)


class Gap(Base):
    """Pages between `floor` and a newer page that are not stored yet. `place` is where to go on.

    One in bulk is walked behind all that is new, a page at a time, the next at `due_at`.
    """

    __tablename__ = "gap"
    __table_args__ = (
        Index(
            "ix_gap_open",
            "cursor_id",
            sqlite_where=text("filled_at IS NULL"),
            postgresql_where=text("filled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    cursor_id: Mapped[int] = mapped_column(ForeignKey("cursor.id"))
    floor: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    is_bulk: Mapped[bool] = mapped_column(default=False, server_default=false())
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    filled_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str | None] = mapped_column(Words)
