"""How many wrong passwords or codes are too many, and who lets one try again?

Five within fifteen minutes lock an address until an administrator releases it (CJIS Security
Policy, AC-7). Addresses that nobody signs in with are locked alike, so that a lock tells nobody
who works here. A try is counted before it is judged: many at once are no way around. Codes of
the second step are counted apart from passwords, so that a right password does not make wrong
codes forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock
from inbox.errors import NotAllowed
from inbox.models import User, WrongPassword

MOST = 5
WITHIN = timedelta(minutes=15)
# By then what strangers tried says nothing any more.
FORGOTTEN_AFTER = timedelta(days=1)


class Tried(StrEnum):
    """What somebody guesses at."""

    PASSWORD = ""
    CODE = "code:"


class Locked(NotAllowed):
    """Too many wrong passwords or codes were tried."""

    def __init__(self, words: str = "") -> None:
        super().__init__(
            words
            or Phrase(
                "This address is locked after {most} wrong passwords or codes. "
                "An administrator can release it on the page People.",
                most=MOST,
            )
        )


def begin(session: Session, email: str, what: Tried = Tried.PASSWORD) -> None:
    """Count a try; `forget` takes it back when it was right. Raises Locked."""
    now, row = clock.now(session), tries_of(session, _digest(email, what))
    if row.locked_at:
        raise Locked
    counted = [at for at in row.tried_at if datetime.fromisoformat(at) > now - WITHIN]
    row.tried_at, row.last_at = [*counted, now.isoformat()], now
    if len(row.tried_at) >= MOST:
        row.locked_at = now


def forget(session: Session, email: str, what: Tried = Tried.PASSWORD) -> bool:
    """Let an address be tried again as if nothing had been; tell whether it was locked."""
    row = session.get(WrongPassword, _digest(email, what), with_for_update=True)
    if row is None:
        return False
    session.delete(row)
    return row.locked_at is not None


def release(session: Session, email: str) -> bool:
    """Forget wrong passwords and wrong codes; tell whether either had locked the address."""
    # Each is forgotten: `any` alone would stop at the first.
    locked_by = [what for what in Tried if forget(session, email, what)]
    return bool(locked_by)


def is_locked(session: Session, email: str, what: Tried) -> bool:
    """Say whether an address can be tried no more."""
    row = session.get(WrongPassword, _digest(email, what))
    return row is not None and row.locked_at is not None


def locked(session: Session, people: Iterable[User]) -> set[int]:
    """Return which of these people are locked, by number."""
    digests = {_digest(one.email, what): one.id for one in people for what in Tried}
    wanted = select(WrongPassword.digest).where(WrongPassword.locked_at.is_not(None))
    return {digests[one] for one in session.scalars(wanted) if one in digests}


def tries_of(session: Session, digest: bytes) -> WrongPassword:
    """Return what was tried under a digest, held for a change; it is made where there is none."""
    known = session.get(WrongPassword, digest, with_for_update=True)
    if known:
        return known
    now = clock.now(session)
    _forget_strangers(session, now)
    try:
        with session.begin_nested():
            row = WrongPassword(digest=digest, tried_at=[], last_at=now)
            session.add(row)
    except IntegrityError:
        # Somebody else tried the same address for the first time, at the same moment.
        return session.get_one(WrongPassword, digest, with_for_update=True)
    return row


def _forget_strangers(session: Session, now: datetime) -> None:
    emails = session.scalars(select(User.email)).all()
    ours = [_digest(email, what) for email in emails for what in Tried]
    session.execute(
        delete(WrongPassword).where(
            WrongPassword.last_at < now - FORGOTTEN_AFTER,
            or_(WrongPassword.locked_at.is_(None), WrongPassword.digest.not_in(ours)),
        )
    )


def _digest(email: str, what: Tried) -> bytes:
    tried = what.value + email.strip().lower()
    return hashlib.sha256(tried.encode(errors="surrogatepass")).digest()
