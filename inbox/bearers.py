"""Which program is calling, and for whom?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, sign_in, tokens
from inbox.audit import recording
from inbox.audit.what import What
from inbox.errors import NotAllowed
from inbox.models import Token, User

NOTED_EVERY = timedelta(hours=1)


class BadToken(NotAllowed):
    """The bearer token is unknown, revoked, or of somebody who left."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This bearer token is not valid. Make one with `hearback token create`.")
        )


class TokenEnded(NotAllowed):
    """The bearer token was good until a day that is past."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            Phrase("This bearer token ended on {day}. Make a new one.", day=f"{at:%Y-%m-%d}")
        )


def find(session: Session, bearer: str) -> Token:
    """Return a token with the person it speaks for. Raises BadToken or TokenEnded."""
    token = session.scalar(
        select(Token)
        .where(
            Token.digest == tokens.digest(bearer),
            Token.accepted_at.is_not(None),
            Token.revoked_at.is_(None),
        )
        .options(selectinload(Token.user))
    )
    if token is None or not sign_in.is_admitted(session, token.user):
        raise BadToken
    if token.expires_at and token.expires_at <= clock.now(session):
        raise TokenEnded(token.expires_at)
    return token


def user_of(session: Session, bearer: str) -> User:
    """Return the person a token speaks for. Raises BadToken or TokenEnded."""
    return find(session, bearer).user


def note_used(session: Session, token_id: int) -> None:
    """Keep that a token is in use: when last, and in the audit log once an hour."""
    token, now = session.get_one(Token, token_id, with_for_update=True), clock.now(session)
    if not is_noted(token, now):
        token.used_at = now
        recording.record(session, What.TOKEN_USED, on=tokens.on(token))


def is_noted(token: Token, now: datetime) -> bool:
    """Say whether a token's use was kept within the hour."""
    return token.used_at is not None and token.used_at > now - NOTED_EVERY
