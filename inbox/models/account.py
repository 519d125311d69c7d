"""Which Pages, profiles and handles are connected, and how are they doing?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from connectors.words import Platform
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration


class AccountState(StrEnum):
    """Whether an account can be read and spoken through."""

    CONNECTED = "connected"
    NEEDS_RECONNECTION = "needs_reconnection"
    DISCONNECTED = "disconnected"


class Account(Base):
    """One connected Page, profile or handle.

    `connector` names the way in. `polling_until` is the lease of the worker
    that polls it now, `live_polling_until` of the one that reads its broadcasts,
    `bulk_polling_until` of the one that reads what is not urgent.
    `check_asked_at` is when somebody asked for all to be read now, until a worker takes that up.
    `subscribed_at` is when the platform was asked to push. `failing_since` is None
    while the platform answers. `token_expires_at` is when a person must agree
    again, where the platform says so.

    What was said before `first_connected_at` is earlier: so much of it is stored, back to
    `earlier_back_to`, all there is since `backfilled_at`. Of it, nobody waits whose words
    are from before `history_before` (docs/intake.md). `counts_due_at` is when its counts of
    comments are next compared with the platform's.
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    platform: Mapped[Platform] = mapped_column(enumeration(Platform))
    connector: Mapped[str] = mapped_column(String(40))
    external_id: Mapped[str] = mapped_column(String(400))
    name: Mapped[str] = mapped_column(Words)
    handle: Mapped[str] = mapped_column(Words, default="")
    sealed_credentials: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[AccountState] = mapped_column(
        enumeration(AccountState), default=AccountState.CONNECTED
    )
    token_expires_at: Mapped[datetime | None] = mapped_column(Instant)
    connected_at: Mapped[datetime] = mapped_column(Instant)
    subscribed_at: Mapped[datetime | None] = mapped_column(Instant)
    fetched_at: Mapped[datetime | None] = mapped_column(Instant)
    failing_since: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str | None] = mapped_column(Words)
    calls_left: Mapped[int | None]
    calls_limit: Mapped[int | None]
    polling_by: Mapped[str | None] = mapped_column(String(80))
    polling_until: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    check_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    live_polling_by: Mapped[str | None] = mapped_column(String(80))
    live_polling_until: Mapped[datetime | None] = mapped_column(Instant)
    live_nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    bulk_polling_by: Mapped[str | None] = mapped_column(String(80))
    bulk_polling_until: Mapped[datetime | None] = mapped_column(Instant)
    bulk_nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    first_connected_at: Mapped[datetime | None] = mapped_column(Instant)
    history_before: Mapped[datetime | None] = mapped_column(Instant)
    earlier_count: Mapped[int] = mapped_column(default=0, server_default="0")
    earlier_back_to: Mapped[datetime | None] = mapped_column(Instant)
    backfilled_at: Mapped[datetime | None] = mapped_column(Instant)
    counts_due_at: Mapped[datetime | None] = mapped_column(Instant)
    capture_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"")
    event_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"")
