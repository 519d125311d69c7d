"""In which browsers is somebody signed in, and when did they last do something there?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Instant


class OpenSignIn(Base):
    """One browser that somebody signed in with; `digest` is the SHA-256 of the key it bears.

    `acted_at` is kept to the minute. It is locked once `locked_at` is set, or nothing was done
    for as long as the setting says. `proven_at` is when its person last showed that it is them.
    Whoever came in by an identity provider has its name for that sign-in, empty where it gave
    none, and, sealed, its token.
    """

    __tablename__ = "open_sign_in"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(Instant)
    acted_at: Mapped[datetime] = mapped_column(Instant)
    proven_at: Mapped[datetime] = mapped_column(Instant)
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
    provider_session: Mapped[str | None] = mapped_column(String(255))
    sealed_word: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
