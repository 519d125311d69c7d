"""Which programs may speak for which person?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.user import User


class Token(Base):
    """A bearer token of the API. Only its SHA-256 is kept.

    `scopes` say for what it is good at most; `expires_at` is empty only in tokens from before
    there was an end. `made_by` is empty where it was made on the command line. One that another
    asked for is good for nothing, and its digest of nothing, until its person accepted it.
    """

    __tablename__ = "token"
    __table_args__ = (Index("ix_token_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(Words)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=user_id)
    made_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=made_by_id)
