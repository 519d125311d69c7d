"""What does the department promise to whom?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.user import User


class SlaPolicy(Base):
    """Targets for some conversations, in force from `made_at` until `retired_at`.

    It is never changed but retired: a change makes another one in its place. An empty list of
    `platforms`, `kinds`, `priorities`, `team_ids` or `tag_ids` asks for none in particular.
    Targets are seconds; empty promises nothing. `is_staffed` counts the team's hours alone.
    After `warn_share` percent of a target a warning is due. `pauses` stops the clock of a
    resolution while nobody waits for us. `after_warning` and `after_breach` say what follows:
    `notify`, `raise`, and `team_id`. In order of `position` the first one that fits holds.
    """

    __tablename__ = "sla_policy"
    __table_args__ = (Index("ix_sla_policy_position", "position", "id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    position: Mapped[int]
    platforms: Mapped[list[str]] = mapped_column(JSON)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    priorities: Mapped[list[str]] = mapped_column(JSON)
    team_ids: Mapped[list[int]] = mapped_column(JSON)
    tag_ids: Mapped[list[int]] = mapped_column(JSON)
    first_response: Mapped[int | None]
    next_response: Mapped[int | None]
    resolution: Mapped[int | None]
    is_staffed: Mapped[bool]
    warn_share: Mapped[int]
    pauses: Mapped[bool]
    after_warning: Mapped[dict[str, int]] = mapped_column(JSON)
    after_breach: Mapped[dict[str, int]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    made_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[made_by_id])

    def is_in_force(self, at: datetime) -> bool:
        """Whether it held at a moment."""
        return self.made_at <= at and (self.retired_at is None or at < self.retired_at)
