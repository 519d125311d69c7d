"""When were counts of comments compared with the platform's, and which differed?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.post import Post


class Comparison(Base):
    """One look at all posts of an account of which the platform told a count lately."""

    __tablename__ = "comparison"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    compared_at: Mapped[datetime] = mapped_column(Instant)
    posts: Mapped[int]

    differences: Mapped[list[Difference]] = relationship(lazy="raise", order_by="Difference.id")


class Difference(Base):
    """A post that has another number of comments on its platform than here.

    Both as of `told_at`. `gap_id` is the walk that reads it again, `read_again_at` when
    that was done, `found` what it brought, and `refusal` why the platform would not go on.
    """

    __tablename__ = "difference"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    comparison_id: Mapped[int] = mapped_column(ForeignKey("comparison.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    theirs: Mapped[int]
    ours: Mapped[int]
    told_at: Mapped[datetime] = mapped_column(Instant)
    gap_id: Mapped[int | None] = mapped_column(ForeignKey("gap.id"))
    read_again_at: Mapped[datetime | None] = mapped_column(Instant)
    found: Mapped[int] = mapped_column(default=0)
    refusal: Mapped[str | None] = mapped_column(Words)

    post: Mapped[Post] = relationship(lazy="raise")

    @property
    def left(self) -> int:
        """How many more the platform has, or fewer when below 0."""
        return self.theirs - self.ours - self.found
