"""Which program is calling, for whom, for what, and until when?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, scopes, sign_in
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid, NotAllowed, NotFound
from inbox.models import Token, User
from inbox.scopes import Scope

PREFIX = "hearback_"
NOTED_EVERY = timedelta(hours=1)
USUAL = timedelta(days=90)
MOST = timedelta(days=366)
WARNED = timedelta(days=14)
LONGEST_NAME = 80


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


class NoSuchToken(NotFound):
    """There is none with this number, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such token."))


class BadTokenName(Invalid):
    """Nobody would know what it is for."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Say in 1 to {longest} characters what the token is for.", longest=LONGEST_NAME)
        )


class NoScope(Invalid):
    """It would be good for nothing."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose what the token may do."))


class BeyondRole(Invalid):
    """It would be made for more than its person may do."""

    def __init__(self, user: User) -> None:
        super().__init__(
            Phrase("A token of {name} may do no more than {name} may.", name=user.name)
        )


class BadLength(Invalid):
    """It would never end, or has ended."""

    def __init__(self) -> None:
        super().__init__(Phrase("A token is good for 1 to {most} days.", most=MOST.days))


def issue(
    session: Session,
    user: User,
    name: str,
    *,
    wanted: Collection[Scope] | None = None,
    lasts: timedelta = USUAL,
    by: User | None = None,
) -> str:
    """Make a token and return it; only its digest is kept, so it is shown once.

    Without `wanted` it is good for all that the person's role allows. `by` is None on the
    command line. Raises BeyondRole or BadLength.
    """
    offered = scopes.offered(user)
    chosen = offered if wanted is None else [one for one in Scope if one in wanted]
    if not set(chosen) <= set(offered):
        raise BeyondRole(user)
    if not timedelta(days=1) <= lasts <= MOST:
        raise BadLength
    secret, now = PREFIX + secrets.token_urlsafe(32), clock.now(session)
    token = Token(
        user=user,
        name=name,
        digest=_digest(secret),
        scopes=[one.value for one in chosen],
        made_by_id=by.id if by else None,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(token)
    session.flush()
    recording.record(session, What.TOKEN_MADE, on=_on(token), detail=_made(token))
    return secret


def make(
    session: Session, user: User, name: str, *, wanted: Collection[Scope], days: int, by: User
) -> str:
    """Make a token as a form asks for it. Raises what `issue` raises, BadTokenName or NoScope."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadTokenName
    if not wanted:
        raise NoScope
    if not 0 < days <= MOST.days:
        raise BadLength
    return issue(session, user, name, wanted=wanted, lasts=timedelta(days=days), by=by)


def revoke(session: Session, token_id: int) -> None:
    """End a token now."""
    token = session.get(Token, token_id, with_for_update=True)
    if token and token.revoked_at is None:
        token.revoked_at = clock.now(session)
        recording.record(session, What.TOKEN_REVOKED, on=_on(token))


def revoke_own(session: Session, token_id: int, *, by: User) -> None:
    """End a token of one's own now. Raises NoSuchToken."""
    token = session.get(Token, token_id)
    if token is None or token.user_id != by.id:
        raise NoSuchToken
    revoke(session, token_id)


def issued(session: Session, *, to: User | None = None) -> list[Token]:
    """Return every token, or one person's, the newest first."""
    query = select(Token).order_by(Token.id.desc())
    if to:
        query = query.where(Token.user_id == to.id)
    who = selectinload(Token.user), selectinload(Token.made_by)
    return list(session.scalars(query.options(*who)))


def ending_soon(session: Session, user: User) -> list[Token]:
    """Return the tokens of a person that end within two weeks, the first to end first."""
    now = clock.now(session)
    query = select(Token).where(
        Token.user_id == user.id,
        Token.revoked_at.is_(None),
        Token.expires_at > now,
        Token.expires_at <= now + WARNED,
    )
    return list(session.scalars(query.order_by(Token.expires_at)))


def state(token: Token, now: datetime) -> str:
    """Say how a token stands, for the command line."""
    if token.revoked_at:
        return f"revoked {token.revoked_at:%Y-%m-%d %H:%M}"
    if token.expires_at is None:
        return "valid, without an end"
    return f"{'ended' if has_ended(token, now) else 'until'} {token.expires_at:%Y-%m-%d %H:%M}"


def has_ended(token: Token, now: datetime) -> bool:
    """Say whether a token's day is past."""
    return token.expires_at is not None and token.expires_at <= now


def ends_soon(token: Token, now: datetime) -> bool:
    """Say whether it is time to make another one."""
    return token.expires_at is not None and now < token.expires_at <= now + WARNED


def find(session: Session, bearer: str) -> Token:
    """Return a token with the person it speaks for. Raises BadToken or TokenEnded."""
    token = session.scalar(
        select(Token)
        .where(Token.digest == _digest(bearer), Token.revoked_at.is_(None))
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
        recording.record(session, What.TOKEN_USED, on=_on(token))


def is_noted(token: Token, now: datetime) -> bool:
    """Say whether a token's use was kept within the hour."""
    return token.used_at is not None and token.used_at > now - NOTED_EVERY


def _on(token: Token) -> On:
    return On("token", token.id, token.name)


def _made(token: Token) -> dict[str, object]:
    ends = f"{token.expires_at:%Y-%m-%d}" if token.expires_at else ""
    return {"speaks_for": token.user.name, "scopes": token.scopes, "ends": ends}


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
