"""Who did what, from where, and with which outcome; and who looked through it?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.user import User


class AuditEvent(Base):
    """One act. Rows are only ever added, numbered without a gap, each chained to the one before.

    `who` is what the person was called then. `detail` is JSON in its canonical form.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_at", "occurred_at", "id"),
        Index("ix_audit_event_who", "user_id", "occurred_at", "id"),
        Index("ix_audit_event_what", "what", "occurred_at", "id"),
        Index("ix_audit_event_outcome", "outcome", "occurred_at", "id"),
        Index("ix_audit_event_object", "object_kind", "object_id", "occurred_at"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    who: Mapped[str] = mapped_column(Words)
    means: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(64))
    sign_in: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(10))
    object_kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[int | None] = mapped_column(Identifier)
    object_name: Mapped[str] = mapped_column(Words)
    detail: Mapped[str] = mapped_column(Words)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """Where the log ends: how many rows it has, and the digest of the last. One row."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    count: Mapped[int] = mapped_column(Identifier)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditReview(Base):
    """A week that somebody looked through and signed, with where the log ended then."""

    __tablename__ = "audit_review"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    week: Mapped[date] = mapped_column(Date, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Words)
    last_id: Mapped[int] = mapped_column(Identifier)
    last_digest: Mapped[bytes] = mapped_column(LargeBinary(32))

    user: Mapped[User] = relationship(lazy="raise")


class AuditAlarm(Base):
    """A time at which the log could not be written, and what was therefore refused."""

    __tablename__ = "audit_alarm"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    words: Mapped[str] = mapped_column(Words)
