"""Under which words is found what was said, and who said it?

Beside the rows themselves, so that a message which is seen, liked or hidden leaves
the dear text index alone. Nothing here is a record: all of it can be made again from
what it stands for, and so no key binds it.
"""

from __future__ import annotations

import re

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from inbox.db import Base, Identifier

_LEXEME = re.compile(r"'(?P<term>[^']*)':(?P<places>[\d,]+)")


class Terms(TypeDecorator[str]):
    """Folded words and marks in their order, one space between two.

    SQLite keeps the line, which its triggers hand to FTS5; PostgreSQL a tsvector,
    written out here so that its parser splits nothing anew.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Name the column's type."""
        kind = TSVECTOR() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write the terms as the database takes them."""
        if not value or dialect.name != "postgresql":
            return value
        return " ".join(f"'{term}':{at}" for at, term in enumerate(value.split(" "), 1))

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Put the terms back into their order."""
        if not value or dialect.name != "postgresql":
            return value
        found = _LEXEME.finditer(value)
        places = {int(at): one["term"] for one in found for at in one["places"].split(",")}
        return " ".join(places[at] for at in sorted(places))


class SearchEntry(Base):
    """One message or note as it is looked up. `place` orders by time (`inbox.search.places`)."""

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_conversation", "conversation_id"),
        # A short list of what is pending halves what intake pays for the index; every search reads
        # the list, and whoever fills it empties it, so it stays at 256 KB.
        Index(
            "ix_search_entry_fts",
            "terms",
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": "256"},
        ).ddl_if(dialect="postgresql"),
    )

    place: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    conversation_id: Mapped[int] = mapped_column(Identifier)
    message_id: Mapped[int | None] = mapped_column(Identifier)
    note_id: Mapped[int | None] = mapped_column(Identifier)
    terms: Mapped[str] = mapped_column(Terms)


class SearchPerson(Base):
    """One contact as it is looked up, by name and handle."""

    __tablename__ = "search_person"
    __table_args__ = (
        Index("ix_search_person_fts", "terms", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    contact_id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    terms: Mapped[str] = mapped_column(Terms)


class SearchPost(Base):
    """One post of ours as it is looked up, by its words."""

    __tablename__ = "search_post"
    __table_args__ = (
        Index("ix_search_post_fts", "terms", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    post_id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    terms: Mapped[str] = mapped_column(Terms)
