"""Which accounts is somebody connecting right now?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Instant


class ConnectionAttempt(Base):
    """A sign-in on its way through a platform's consent page, good for minutes.

    `state_digest` and `browser_digest` are SHA-256 of what must come back, and of
    what only the browser that began it knows. `sealed` holds what finishes it, and
    once `returned_at` is set, the accounts to choose from. `connector` is the name of
    the way (`connectors/ways.py`). `account_id` is the account meant when one is
    connected again.
    """

    __tablename__ = "connection_attempt"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    connector: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    browser_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    returned_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
