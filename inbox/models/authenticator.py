"""Which program on somebody's telephone makes the codes of their second step?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Instant


class Authenticator(Base):
    """The secret that a person's codes come from (TOTP), sealed; one a person.

    It counts once `confirmed_at` is set. `last_step` is the half minute of the newest code that
    was taken: neither that code nor an older one is taken again.
    """

    __tablename__ = "authenticator"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    last_step: Mapped[int] = mapped_column(Identifier, default=0)
