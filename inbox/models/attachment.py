"""What came with a message besides its words?"""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from connectors.attachments import AttachmentKind
from inbox.db import Base, Identifier, Words
from inbox.models.columns import enumeration


class Attachment(Base):
    """One thing that came with a message, as its platform told of it when it was first seen.

    `position` counts from 0 in the platform's order. Rows are only ever added.
    """

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("message_id", "position"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    position: Mapped[int]
    kind: Mapped[AttachmentKind] = mapped_column(enumeration(AttachmentKind))
    url: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(Words)
    preview_url: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Words)
    width: Mapped[int | None]
    height: Mapped[int | None]
