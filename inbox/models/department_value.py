"""Which facts of the department do all canned responses share?"""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Words


class DepartmentValue(Base):
    """A telephone number, an address or a link, kept once under the name of its variable."""

    __tablename__ = "department_value"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[str] = mapped_column(Words)
