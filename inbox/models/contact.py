"""Who wrote to the department?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from connectors.phrases import Phrase
from inbox.db import Base, Identifier, Instant, Words


class Contact(Base):
    """A person as one account's platform shows them; never matched across platforms."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("account_id", "external_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    external_id: Mapped[str] = mapped_column(String(400))
    name: Mapped[str] = mapped_column(Words, default="")
    handle: Mapped[str] = mapped_column(Words, default="")
    first_seen_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def shown_name(self) -> str:
        """What a row calls this person."""
        return self.name or self.handle or Phrase("Name not given")
