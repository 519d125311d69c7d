"""Who signs in, and in which team?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, false, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.custom_role import CustomRole, NameSet

membership = Table(
    "membership",
    Base.metadata,
    Column("team_id", ForeignKey("team.id"), primary_key=True),
    Column("user_id", ForeignKey("user.id"), primary_key=True),
    Column("capacity", Integer, nullable=True),
    Column("last_turn", Integer, default=0, server_default=text("0"), nullable=False),
    Index("ix_membership_user", "user_id"),
)


class Role(StrEnum):
    """What a person is here to do; `inbox.permissions` says what it allows.

    What the department made for itself beside these is a `CustomRole`.
    """

    VIEWER = "viewer"
    RESPONDER = "responder"
    SENIOR = "senior"
    SUPERVISOR = "supervisor"
    RECORDS = "records"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class DisabledBecause(StrEnum):
    """Why somebody may sign in no more."""

    DECIDED = "decided"
    EXPIRED = "expired"
    UNUSED = "unused"


class Unvouched(StrEnum):
    """Why somebody is to be vouched for before they read what is private."""

    INVITED = "invited"
    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a reason
    SECOND_STEP = "second_step"
    PROVIDER = "provider"


class Team(Base):
    """People who share work.

    `asks_approval` says that replies in their conversations wait for a second person, and who
    said so last is kept beside it. `assigns_in_turn` says that what nobody has is given to its
    members, of whom each has room for `capacity`, or for the one of their own `membership`;
    its `last_turn` says where they stand in the round (docs/assignment.md). `reaches` are the
    numbers of the accounts it is limited to, None where it is not (`inbox.reach`).
    """

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    asks_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    approval_set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approval_set_at: Mapped[datetime | None] = mapped_column(Instant)

    assigns_in_turn: Mapped[bool] = mapped_column(default=False, server_default=false())
    capacity: Mapped[int] = mapped_column(default=10, server_default=text("10"))
    turns_set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    turns_set_at: Mapped[datetime | None] = mapped_column(Instant)

    reaches: Mapped[frozenset[str] | None] = mapped_column(NameSet)
    reach_set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reach_set_at: Mapped[datetime | None] = mapped_column(Instant)

    approval_set_by: Mapped[User | None] = relationship(
        lazy="raise", foreign_keys=[approval_set_by_id]
    )
    turns_set_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[turns_set_by_id])
    reach_set_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[reach_set_by_id])


class User(Base):
    """Someone who signs in.

    A sign-in counts while it bears the present `sign_in_number`. `language` is the one they
    chose to read the desk in; empty until they choose. The `password_hash` of whoever was
    invited is empty until they set a password. `access_ends_at` is when an access ends that was
    given for a time; days without use are counted from `enabled_at` at the earliest. Whoever has
    a role of the department's own has `custom_role_id`, and `role` is the one that allows least.
    `reaches` mirrors which accounts their teams let them reach, None for all (`inbox.reach`).
    While `unvouched_since` stands they find nothing private (`inbox.unvouched`), for what
    `unvouched_by_id` did.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(Words)
    role: Mapped[Role] = mapped_column(enumeration(Role), default=Role.SENIOR)
    password_hash: Mapped[str] = mapped_column(String(255), deferred=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    away_since: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    language: Mapped[str] = mapped_column(String(8), default="", server_default="")
    sign_in_number: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    last_signed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    access_ends_at: Mapped[datetime | None] = mapped_column(Instant)
    enabled_at: Mapped[datetime | None] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    disabled_because: Mapped[DisabledBecause | None] = mapped_column(enumeration(DisabledBecause))
    custom_role_id: Mapped[int | None] = mapped_column(ForeignKey("custom_role.id"))

    reaches: Mapped[frozenset[str] | None] = mapped_column(NameSet)

    unvouched_since: Mapped[datetime | None] = mapped_column(Instant)
    unvouched_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    unvouched_why: Mapped[Unvouched | None] = mapped_column(enumeration(Unvouched))

    unvouched_by: Mapped[User | None] = relationship(
        lazy="raise", foreign_keys=[unvouched_by_id], remote_side="User.id"
    )

    # Read with the person, so that whoever holds one needs no session to say what they may.
    custom_allows: Mapped[frozenset[str] | None] = column_property(
        select(CustomRole.allows).where(CustomRole.id == custom_role_id).scalar_subquery()
    )

    @property
    def first_name(self) -> str:
        """What colleagues read in a row."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """Two letters for a small circle."""
        words = self.name.split()
        return "".join(word[0] for word in (words[0], words[-1])).upper() if words else "?"
