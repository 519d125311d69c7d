"""Which process holds a task that only one may do?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Instant


class Lease(Base):
    """One task's holder, until a moment. After it, anyone may take the task over."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(Instant)
