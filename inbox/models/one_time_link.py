"""With which links does somebody set a password of their own?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant
from inbox.models.columns import enumeration
from inbox.models.user import User


class LinkPurpose(StrEnum):
    """Why somebody is given a link."""

    INVITATION = "invitation"
    RESET = "reset"


class OneTimeLink(Base):
    """One link. Only the SHA-256 of what stands in it is kept.

    It is good until `expires_at`, unless it was used or `ended_at` says that another took its
    place. `made_by_id` is None for the command line.
    """

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(enumeration(LinkPurpose))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])
