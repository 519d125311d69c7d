"""Which texts are kept ready to answer with?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.account import Account
from inbox.models.user import Team, User

canned_response_team = Table(
    "canned_response_team",
    Base.metadata,
    Column("response_id", ForeignKey("canned_response.id"), primary_key=True),
    Column("team_id", ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
)
canned_response_account = Table(
    "canned_response_account",
    Base.metadata,
    Column("response_id", ForeignKey("canned_response.id"), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
)
_IN_USE = text("archived_at IS NULL")


class CannedText(Base):
    """What a canned response says in one language, with placeholders as {{ contact.name }}.

    It is offered only while `approved_at` is set; new words empty it.
    """

    __tablename__ = "canned_text"
    __table_args__ = (UniqueConstraint("response_id", "language"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("canned_response.id"))
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Words)
    written_at: Mapped[datetime] = mapped_column(Instant)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    written_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[written_by_id])
    approved_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[approved_by_id])


class CannedResponse(Base):
    """One answer in as many languages as it has, found by its shortcut.

    `version` rises with every change, so that the slower of two people is told.
    `is_team_only` stays when the teams it names are gone: it then is offered to nobody,
    and never to everyone by accident; so does `is_account_only`. The picture is named by
    the SHA-256 of what goes out. An archived one is not offered and frees its shortcut;
    one past `offered_until`, its last day, is not offered and keeps it.
    """

    __tablename__ = "canned_response"
    __table_args__ = (
        Index(
            "ix_canned_response_shortcut",
            "shortcut",
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    shortcut: Mapped[str] = mapped_column(String(40))
    folder: Mapped[str] = mapped_column(String(60), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    review_on: Mapped[date | None] = mapped_column(Date)
    is_team_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_account_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_for_public: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_for_private: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_for_live: Mapped[bool] = mapped_column(default=True, server_default=true())
    offered_until: Mapped[date | None] = mapped_column(Date)
    picture_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    picture_description: Mapped[str] = mapped_column(Words, default="", server_default="")
    archived_at: Mapped[datetime | None] = mapped_column(Instant)

    texts: Mapped[list[CannedText]] = relationship(lazy="raise", order_by=CannedText.language)
    teams: Mapped[list[Team]] = relationship(
        secondary=canned_response_team, lazy="raise", order_by=Team.name
    )
    accounts: Mapped[list[Account]] = relationship(
        secondary=canned_response_account, lazy="raise", order_by=Account.id
    )
