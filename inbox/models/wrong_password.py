"""How often was a password tried in vain?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Instant


class WrongPassword(Base):
    """The passwords, or codes, tried in vain for one address, whoever signs in with it or not.

    `digest` is the SHA-256 of the address in lower case, for codes with a word before it.
    `tried_at` are moments (ISO) that still count; a row goes when the right password or code
    comes, or an administrator releases it.
    """

    __tablename__ = "wrong_password"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    tried_at: Mapped[list[str]] = mapped_column(JSON, default=list)
    last_at: Mapped[datetime] = mapped_column(Instant)
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
