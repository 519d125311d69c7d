"""Which texts are kept ready to answer with?"""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Words


class CannedResponse(Base):
    """A text with placeholders such as {{ contact.name }}, found by its shortcut."""

    __tablename__ = "canned_response"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    shortcut: Mapped[str] = mapped_column(String(40), unique=True)
    language: Mapped[str] = mapped_column(String(12), default="en")
    text: Mapped[str] = mapped_column(Words)
