"""Which program is calling, and for whom?"""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock
from inbox.errors import NotAllowed
from inbox.models import Token, User

PREFIX = "hearback_"


class BadToken(NotAllowed):
    """The bearer token is unknown, revoked, or of somebody who left."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This bearer token is not valid. Make one with `hearback token create`.")
        )


def issue(session: Session, user: User, name: str) -> str:
    """Make a token and return it; only its digest is kept, so it is shown once."""
    secret = PREFIX + secrets.token_urlsafe(32)
    session.add(Token(user=user, name=name, digest=_digest(secret), created_at=clock.now(session)))
    return secret


def revoke(session: Session, token_id: int) -> None:
    """End a token now."""
    session.execute(
        update(Token)
        .where(Token.id == token_id, Token.revoked_at.is_(None))
        .values(revoked_at=clock.now(session))
    )


def issued(session: Session) -> list[Token]:
    """Return every token, the newest first."""
    query = select(Token).options(selectinload(Token.user)).order_by(Token.id.desc())
    return list(session.scalars(query))


def user_of(session: Session, bearer: str) -> User:
    """Return the person a token speaks for. Raises BadToken."""
    token = session.scalar(
        select(Token)
        .where(Token.digest == _digest(bearer), Token.revoked_at.is_(None))
        .options(selectinload(Token.user))
    )
    if token is None or not token.user.is_active:
        raise BadToken
    return token.user


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
