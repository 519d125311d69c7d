"""Which words of an identity provider counted already, and count no more?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Instant


class SpentWord(Base):
    """The SHA-256 of a word that is good once, kept until `ends_at`, when it is too old anyway."""

    __tablename__ = "spent_word"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(Instant)
