"""Who is whom at the department's identity provider?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Instant


class ProviderLink(Base):
    """One person's name for good (`subject`) at a provider (`issuer`).

    It is kept at the first sign-in; the e-mail address is not looked at again. Each person has
    one at each provider.
    """

    __tablename__ = "provider_link"
    __table_args__ = (UniqueConstraint("user_id", "issuer"),)

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    linked_at: Mapped[datetime] = mapped_column(Instant)
