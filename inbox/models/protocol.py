"""Which steps does the department take when somebody's life may be at risk, and how far is it?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.canned_response import CannedResponse
from inbox.models.user import User


class ProtocolStep(Base):
    """One step, in the order of `position`.

    `asks_for` names what is written down with it, such as a CAD number; empty, nothing is.
    `response` is the canned response that the step answers with. A retired step is shown no more;
    what was done by it stays in the events.
    """

    __tablename__ = "protocol_step"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Words)
    hint: Mapped[str] = mapped_column(Words)
    asks_for: Mapped[str] = mapped_column(Words)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("canned_response.id"))
    retired_at: Mapped[datetime | None] = mapped_column(Instant)

    response: Mapped[CannedResponse | None] = relationship(lazy="raise")


class StepDone(Base):
    """That a step was done in a conversation, by whom, and what was written down with it.

    It holds for the present alarm alone: when a conversation becomes urgent anew it goes, and
    the event of it stays.
    """

    __tablename__ = "protocol_step_done"
    __table_args__ = (UniqueConstraint("conversation_id", "step_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(Identifier, ForeignKey("conversation.id"))
    step_id: Mapped[int] = mapped_column(Identifier, ForeignKey("protocol_step.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    done_at: Mapped[datetime] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(Words)

    user: Mapped[User] = relationship(lazy="raise")


class ProtocolOverride(Base):
    """That a conversation may be resolved though steps are left, on whose word and why.

    It holds for the present alarm alone, as what was done does.
    """

    __tablename__ = "protocol_override"

    conversation_id: Mapped[int] = mapped_column(
        Identifier, ForeignKey("conversation.id"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Words)

    user: Mapped[User] = relationship(lazy="raise")
