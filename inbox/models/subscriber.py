"""Whom does the desk tell what happens, and what is on its way to them?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.event import Event
from inbox.models.user import User


class Giving(StrEnum):
    """Which words of people a subscriber is given."""

    NONE = "none"
    PUBLIC = "public"
    ALL = "all"


class Subscriber(Base):
    """An address that is told by webhook what happens, from the event after `since_event_id` on.

    `happenings` are names of `inbox.subscribers.happenings`. `failing_since` is when it failed
    first and took nothing after. While `paused_at` stands nothing is sent, and what happens waits.
    Of whoever is to be given all words, `asked_by_id` asked last; until `allowed_at` by somebody
    else they are given public ones, as after a refusal (`inbox.subscribers.consenting`).
    """

    __tablename__ = "subscriber"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    address: Mapped[str] = mapped_column(Words)
    happenings: Mapped[list[str]] = mapped_column(JSON)
    giving: Mapped[Giving] = mapped_column(enumeration(Giving))
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    since_event_id: Mapped[int] = mapped_column(Identifier)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    failing_since: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(Words, default="")
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    paused_why: Mapped[str] = mapped_column(Words, default="")
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    allowed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    allowed_at: Mapped[datetime | None] = mapped_column(Instant)
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    refused_at: Mapped[datetime | None] = mapped_column(Instant)
    refused_why: Mapped[str] = mapped_column(Words, default="", server_default="")

    made_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[made_by_id])
    asked_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    allowed_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[allowed_by_id])
    refused_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[refused_by_id])


class DispatchState(StrEnum):
    """How far one telling has come. `dead`: it was given up. `needless`: nobody need know."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    NEEDLESS = "needless"


_WAITING = text("state = 'waiting'")
_DEAD = text("state = 'dead'")


class Dispatch(Base):
    """One event on its way to one subscriber, written in the transaction of the event.

    A worker claims it by a conditional update and a lease: `leased_until` passes when the worker
    died, and it is sent again under the same number. Those of one conversation go one after
    the other, by `event_id`.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("event_id", "subscriber_id", "happening"),
        Index("ix_dispatch_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(
            "ix_dispatch_turn",
            "subscriber_id",
            "conversation_id",
            "event_id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_dispatch_dead", "subscriber_id", sqlite_where=_DEAD, postgresql_where=_DEAD),
        Index("ix_dispatch_settled", "settled_at"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    happening: Mapped[str] = mapped_column(Words)
    state: Mapped[DispatchState] = mapped_column(
        enumeration(DispatchState), default=DispatchState.WAITING
    )
    due_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[datetime | None] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(Words, default="")

    subscriber: Mapped[Subscriber] = relationship(lazy="raise")
    event: Mapped[Event] = relationship(lazy="raise")
