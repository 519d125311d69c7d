"""What was changed about who works here, and by whom?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.user import User


class StaffChangeKind(StrEnum):
    """What an administrator did, somebody for themselves, or the desk by itself."""

    ADDED = "added"
    ROLE = "role"
    LINK = "link"
    LINK_USED = "link_used"
    ACCESS_END = "access_end"
    EXPIRED = "expired"
    UNUSED = "unused"
    DISABLED = "disabled"
    ENABLED = "enabled"
    RELEASED = "released"
    PASSWORD = "password"  # noqa: S105 - the name of a change
    SIGNED_OUT = "signed_out"
    SECOND_STEP = "second_step"
    RECOVERY_CODES = "recovery_codes"
    PASSKEY = "passkey"
    PASSKEY_REMOVED = "passkey_removed"
    SECOND_STEP_RESET = "second_step_reset"
    PROVIDER = "provider"
    PROVIDER_FORGOTTEN = "provider_forgotten"
    VOUCHED = "vouched"
    NOT_VOUCHED = "not_vouched"


class StaffChange(Base):
    """One change. `by_id` is None for the command line, and for what the desk does by itself.

    Rows are only ever added.
    """

    __tablename__ = "staff_change"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    what: Mapped[StaffChangeKind] = mapped_column(enumeration(StaffChangeKind))
    detail: Mapped[str] = mapped_column(Words, default="")

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])
    by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[by_id])
