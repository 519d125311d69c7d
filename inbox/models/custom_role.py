"""Which roles has the department made for itself?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Dialect, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from inbox.db import Base, Identifier, Instant, Words

_BETWEEN = ","


class NameSet(TypeDecorator[frozenset[str]]):
    """Names of one word each, which a statement can look for (`holding`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write every name between two commas, so that none is found within another."""
        if value is None:
            return None
        return "".join(holding(name) for name in sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the names."""
        return None if value is None else frozenset(filter(None, value.split(_BETWEEN)))


def holding(name: str) -> str:
    """Return how a name stands in a `NameSet`."""
    return f"{_BETWEEN}{name}{_BETWEEN}"


class CustomRole(Base):
    """What some people are here to do, as the department put it together from permissions.

    `folded` is the name as it is looked up, and stands once. `allows` are names of
    `inbox.permissions`. An archived one is given to nobody; nobody has it. Who changed what is
    in the audit log.
    """

    __tablename__ = "custom_role"
    __table_args__ = (UniqueConstraint("folded"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    folded: Mapped[str] = mapped_column(String(400))
    purpose: Mapped[str] = mapped_column(Words)
    allows: Mapped[frozenset[str]] = mapped_column(NameSet)
    made_at: Mapped[datetime] = mapped_column(Instant)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
