"""Which filters did people keep, under which names, and who sees them?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.user import Team, User


class Sharing(StrEnum):
    """Who has a saved view in the rail."""

    OWN = "own"
    TEAM = "team"
    EVERYONE = "everyone"


class SavedView(Base):
    """A filter under a name. `query` is as it stands in an address (`inbox.filters.reading`).

    It has a team where it is shared with one, and only then. `version` rises with every change.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint("(sharing = 'team') = (team_id IS NOT NULL)", name="team_where_shared"),
        Index("ix_saved_view_owner", "owner_id"),
        Index("ix_saved_view_team", "team_id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    query: Mapped[str] = mapped_column(String(2000))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sharing: Mapped[Sharing] = mapped_column(enumeration(Sharing), default=Sharing.OWN)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    owner: Mapped[User] = relationship(lazy="raise", foreign_keys=[owner_id])
    changed_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[changed_by_id])
    team: Mapped[Team | None] = relationship(lazy="raise")


class SavedViewPlace(Base):
    """Where somebody wants a saved view to stand in their own rail, the lowest first."""

    __tablename__ = "saved_view_place"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), primary_key=True)
    place: Mapped[int]
