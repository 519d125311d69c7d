"""Which program may call, for whom, for what, and until when?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, scopes
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid, NotFound
from inbox.models import Token, User
from inbox.scopes import Scope

PREFIX = "hearback_"
USUAL = timedelta(days=90)
MOST = timedelta(days=366)
WARNED = timedelta(days=14)
LONGEST_NAME = 80
WITH_MAKER = selectinload(Token.made_by)


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
    chosen = scopes.offered(user) if wanted is None else wanted
    return hand_over(session, draw_up(session, user, name, wanted=chosen, lasts=lasts, by=by))


def make(session: Session, name: str, *, wanted: Collection[Scope], days: int, by: User) -> str:
    """Make a token for oneself as a form asks for it.

    Raises what `issue` raises, BadTokenName or NoScope.
    """
    refuse_unusable(name, wanted, days)
    return issue(session, by, name.strip(), wanted=wanted, lasts=timedelta(days=days), by=by)


def is_offered(token: Token, now: datetime) -> bool:
    """Say whether a token waits for its person's word."""
    return token.accepted_at is None and token.revoked_at is None and not has_ended(token, now)


def refuse_unusable(name: str, wanted: Collection[Scope], days: int) -> None:
    """Raise BadTokenName, NoScope or BadLength."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadTokenName
    if not wanted:
        raise NoScope
    if not 0 < days <= MOST.days:
        raise BadLength


def draw_up(
    session: Session,
    user: User,
    name: str,
    *,
    wanted: Collection[Scope],
    lasts: timedelta,
    by: User | None,
) -> Token:
    """Write down a token that is good for nothing yet. Raises BeyondRole or BadLength."""
    if not set(wanted) <= set(scopes.offered(user)):
        raise BeyondRole(user)
    if not timedelta(days=1) <= lasts <= MOST:
        raise BadLength
    now = clock.now(session)
    token = Token(
        user=user,
        name=name,
        # Of no secret that anybody knows.
        digest=secrets.token_bytes(32),
        scopes=[one.value for one in Scope if one in wanted],
        made_by=by,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(token)
    session.flush()
    return token


def hand_over(session: Session, token: Token) -> str:
    """Let a token be good from now on, and return it; only its digest is kept."""
    secret, now = PREFIX + secrets.token_urlsafe(32), clock.now(session)
    if token.expires_at:
        token.expires_at += now - token.created_at
    token.digest, token.accepted_at = digest(secret), now
    recording.record(session, What.TOKEN_MADE, on=on(token), detail=details(token))
    return secret


def revoke(session: Session, token_id: int) -> None:
    """End a token now."""
    token = session.get(Token, token_id, with_for_update=True)
    if token and token.revoked_at is None:
        token.revoked_at = clock.now(session)
        recording.record(session, What.TOKEN_REVOKED, on=on(token))


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


def told_of(session: Session, user: User) -> list[Token]:
    """Return the tokens a person is told of on every page, the first to end first.

    Those that end within two weeks, and those that wait for their word.
    """
    now = clock.now(session)
    ends_soon = Token.expires_at <= now + WARNED
    query = select(Token).where(
        Token.user_id == user.id,
        Token.revoked_at.is_(None),
        Token.expires_at > now,
        or_(Token.accepted_at.is_(None), ends_soon),
    )
    return list(session.scalars(query.order_by(Token.expires_at).options(WITH_MAKER)))


def state(token: Token, now: datetime) -> str:
    """Say how a token stands, for the command line."""
    if token.revoked_at:
        return f"revoked {token.revoked_at:%Y-%m-%d %H:%M}"
    if is_offered(token, now):
        return "waits for its person"
    if token.expires_at is None:
        return "valid, without an end"
    return f"{'ended' if has_ended(token, now) else 'until'} {token.expires_at:%Y-%m-%d %H:%M}"


def has_ended(token: Token, now: datetime) -> bool:
    """Say whether a token's day is past."""
    return token.expires_at is not None and token.expires_at <= now


def days_left(session: Session, token_id: int) -> int:
    """Return for how many whole days a token is good still."""
    ends = session.get_one(Token, token_id).expires_at
    return (ends - clock.now(session)).days if ends else MOST.days


def ends_soon(token: Token, now: datetime) -> bool:
    """Say whether it is time to make another one."""
    return token.expires_at is not None and now < token.expires_at <= now + WARNED


def on(token: Token) -> On:
    """Name a token for the audit log."""
    return On("token", token.id, token.name)


def details(token: Token) -> dict[str, object]:
    """Say for the audit log what a token is good for."""
    ends = f"{token.expires_at:%Y-%m-%d}" if token.expires_at else ""
    return {"speaks_for": token.user.name, "scopes": token.scopes, "ends": ends}


def digest(secret: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).digest()
