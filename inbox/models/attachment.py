"""What came with a message besides its words?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from connectors.attachments import AttachmentKind
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration


class FileState(StrEnum):
    """How far the file of an attachment has come into our keeping."""

    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"


_PENDING = text("state = 'pending'")


class Attachment(Base):
    """One thing that came with a message, as its platform told of it when it was first seen.

    `position` counts from 0 in the platform's order. Rows are only ever added.
    `state` is None where no file is fetched: a link. `media_type` is what the platform
    told, and once a film, voice or file is here, what it holds. `digest` is the SHA-256 of the
    file as it came, which names it in the data folder, `size` its bytes, and `reason` why
    it is not there.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("message_id", "position"),
        Index("ix_attachment_due", "due_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
    )

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
    state: Mapped[FileState | None] = mapped_column(enumeration(FileState))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    size: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Words)
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def plays_as(self) -> str:
        """How a browser plays it, as `video` or `audio`; empty for what it does not play."""
        sort = self.media_type.partition("/")[0]
        is_picture = self.kind in (AttachmentKind.PICTURE, AttachmentKind.STICKER)
        return sort if self.digest and not is_picture and sort in ("video", "audio") else ""
