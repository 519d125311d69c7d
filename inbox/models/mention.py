"""Whom does a note call by name?"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier
from inbox.models.user import Team, User


class Mention(Base):
    """A person or a team, and where in the words of a note they are called.

    `place` and `length` count characters from the start of the note, so that the mark stands
    after somebody was renamed. Two people of one name share a place.
    """

    __tablename__ = "mention"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (team_id IS NULL)", name="one_of_both"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    place: Mapped[int]
    length: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))

    user: Mapped[User | None] = relationship(lazy="raise")
    team: Mapped[Team | None] = relationship(lazy="raise")

    @property
    def name(self) -> str:
        """What the person or the team is called now."""
        called = self.user or self.team
        return called.name if called else ""
