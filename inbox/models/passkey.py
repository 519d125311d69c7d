"""Which device or key shows that somebody is who they say?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Instant, Words


class Passkey(Base):
    """One passkey (WebAuthn): its public half. `sign_count` only grows, where the key counts."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Words)
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class PasskeyChallenge(Base):
    """What a passkey was last asked to sign for somebody; taken away with the answer."""

    __tablename__ = "passkey_challenge"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(Instant)
