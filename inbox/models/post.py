"""What did the department publish, for people to comment under?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as literal
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Instant, Words

_IS_DUE = literal("picture_due_at IS NOT NULL")


class Post(Base):
    """One publication of an account. Its text is empty until the platform has shown it.

    A live video has `live_started_at`, by the platform; `live_ended_at` is when we learned
    of its end. `live_stream` names the cursor that reads its comments while it runs.
    `comments_told` is how many comments the platform said it had at `comments_told_at`,
    replies below comments among them or not.

    `picture_url` is where its picture lay when the platform first told of one. It is fetched while
    `picture_due_at` stands; `picture_digest` then names it in the data folder, or
    `picture_reason` says why it is not there.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("account_id", "external_id"),
        Index(
            "ix_post_picture_due", "picture_due_at", sqlite_where=_IS_DUE, postgresql_where=_IS_DUE
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    external_id: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Words, default="")
    permalink: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    live_stream: Mapped[str | None] = mapped_column(String(40))
    live_started_at: Mapped[datetime | None] = mapped_column(Instant)
    live_ended_at: Mapped[datetime | None] = mapped_column(Instant)

    comments_told: Mapped[int | None]
    comments_told_at: Mapped[datetime | None] = mapped_column(Instant)
    told_with_replies: Mapped[bool | None]

    picture_url: Mapped[str] = mapped_column(Text, default="", server_default="")
    picture_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    picture_reason: Mapped[str | None] = mapped_column(Words)
    picture_attempts: Mapped[int] = mapped_column(default=0, server_default=literal("0"))
    picture_due_at: Mapped[datetime | None] = mapped_column(Instant)
    picture_nudged_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def is_on_air(self) -> bool:
        """Whether it is a broadcast that runs now, as far as we know."""
        return self.live_started_at is not None and self.live_ended_at is None
