"""Which words do staff file conversations under?"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier

conversation_tag = Table(
    "conversation_tag",
    Base.metadata,
    Column("conversation_id", ForeignKey("conversation.id"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id"), primary_key=True),
    Index("ix_conversation_tag_tag", "tag_id"),
)


class Tag(Base):
    """One word, or a few, shared by the department."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
