"""By when was which answer promised to whom?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant
from inbox.models.columns import enumeration
from inbox.models.sla_policy import SlaPolicy
from inbox.models.wait import Wait


class PromiseKind(StrEnum):
    """What is promised."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


_STEPS_TO_COME = text("next_at IS NOT NULL")


class Promise(Base):
    """One target held against one wait; that of a resolution against the first wait of its cycle.

    `due_at` is empty while its clock is paused, with `left` seconds to go, and once no policy
    promises it any more (`target` is empty then). `next_at` is when its next step is due:
    a warning, then the breach; empty once nothing is to come. `warned_at` and `breached_at` are
    set once, with the event of the step in the same transaction.
    """

    __tablename__ = "promise"
    __table_args__ = (
        UniqueConstraint("wait_id", "kind"),
        Index("ix_promise_conversation", "conversation_id"),
        Index(
            "ix_promise_next",
            "next_at",
            "id",
            sqlite_where=_STEPS_TO_COME,
            postgresql_where=_STEPS_TO_COME,
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    wait_id: Mapped[int] = mapped_column(ForeignKey("wait.id"))
    kind: Mapped[PromiseKind] = mapped_column(enumeration(PromiseKind))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    policy_id: Mapped[int] = mapped_column(ForeignKey("sla_policy.id"))
    target: Mapped[int | None]
    warn_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    seconds_left: Mapped[int | None]
    is_running: Mapped[bool]
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    breached_at: Mapped[datetime | None] = mapped_column(Instant)

    policy: Mapped[SlaPolicy] = relationship(lazy="raise")
    wait: Mapped[Wait] = relationship(lazy="raise")
