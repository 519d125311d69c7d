"""What did a platform answer, exactly as it came?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Instant


class Capture(Base):
    """One raw body, zlib-compressed. `digest` chains it to the account's capture before."""

    __tablename__ = "capture"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    source: Mapped[str] = mapped_column(String(400))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(Instant)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
