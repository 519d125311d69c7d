"""What does an identity provider say of somebody?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom it vouches for, once its word has been checked.

    `issuer` and `subject` together name one person for good. `methods` are how they showed who
    they are (`amr` and `acr`). `session` is its own name for this sign-in, and `word` the token
    itself, by which it knows later who leaves.
    """

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    methods: frozenset[str]
    authenticated_at: datetime | None
    session: str
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Whose sign-in it ended, by subject, by session or both. `name` is that of the message."""

    issuer: str
    subject: str
    session: str
    name: str
