"""Is somebody still at the browser they signed in with, and when did they last show that?

After thirty minutes without an act of theirs, or at once when they lock it, a sign-in shows and
hears nothing until they prove that it is them (CJIS Security Policy, AC-11). What a page does by
itself is no act. After twelve hours it ends, and before privileged acts they prove it again
(IA-11).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, undefer

from inbox import clock
from inbox.audit import recording
from inbox.audit.what import What
from inbox.config import Settings
from inbox.models import OpenSignIn, User
from inbox.rows import changed

# Longer than any sign-in lasts.
_KEPT = timedelta(days=1)
# An act is written down this often, so that typing holds up no writer.
EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtProvider:
    """What an identity provider knows a sign-in by: its name for it and, sealed, its token.

    `since` is when its person showed there who they are, where nothing of ours followed.
    """

    session: str
    sealed: bytes = field(repr=False)
    since: datetime | None = None


def begin(session: Session, person: User, by: AtProvider | None = None) -> str:
    """Note that somebody signed in, and return the key that their browser shall bear.

    Whoever a provider vouches for has their hours, and their proof, from when they showed it
    there: it may vouch for a sign-in of this morning without asking anybody.
    """
    key, now = secrets.token_urlsafe(32), clock.now(session)
    session.execute(delete(OpenSignIn).where(OpenSignIn.began_at < now - _KEPT))
    since = min(now, by.since) if by and by.since else now
    session.add(
        OpenSignIn(
            digest=digest(key),
            user_id=person.id,
            began_at=since,
            acted_at=now,
            proven_at=since,
            provider_session=by and by.session,
            sealed_word=by and by.sealed,
        )
    )
    return key


def at_provider(session: Session, key: str) -> AtProvider | None:
    """Return what a provider knows this sign-in by, if it came by one."""
    whole = undefer(OpenSignIn.sealed_word)
    one = session.get(OpenSignIn, digest(key), options=[whole], populate_existing=True)
    if one is None or one.provider_session is None:
        return None
    return AtProvider(session=one.provider_session, sealed=one.sealed_word or b"")


def end(session: Session, key: str) -> None:
    """Let a sign-in count no more."""
    session.execute(delete(OpenSignIn).where(OpenSignIn.digest == digest(key)))


def of(session: Session, key: str) -> OpenSignIn | None:
    """Return the sign-in with this key, unless it ended."""
    one = session.get(OpenSignIn, digest(key))
    return one if one and one.began_at > _begun_since(session) else None


def is_locked(session: Session, one: OpenSignIn) -> bool:
    """Tell whether its person must first prove that it is them."""
    return one.locked_at is not None or one.acted_at <= _idle_since(session)


def is_proven(session: Session, one: OpenSignIn) -> bool:
    """Tell whether its person showed that it is them recently enough for a privileged act."""
    settings: Settings = session.info["settings"]
    return one.proven_at > clock.now(session) - settings.proof_lasts


def closed(session: Session, digests: Iterable[bytes]) -> set[bytes]:
    """Return which of these sign-ins are locked, or ended."""
    asked = set(digests)
    awake = OpenSignIn.locked_at.is_(None), OpenSignIn.acted_at > _idle_since(session)
    lasting = OpenSignIn.began_at > _begun_since(session)
    wanted = select(OpenSignIn.digest).where(OpenSignIn.digest.in_(asked), *awake, lasting)
    return asked - set(session.scalars(wanted))


def acted(session: Session, key: str) -> None:
    """Note that somebody did something; a locked sign-in stays locked."""
    now = clock.now(session)
    awake = OpenSignIn.locked_at.is_(None), OpenSignIn.acted_at > _idle_since(session)
    mine = OpenSignIn.digest == digest(key), *awake
    session.execute(update(OpenSignIn).where(*mine).values(acted_at=now))


def lock(session: Session, key: str) -> None:
    """Lock a sign-in now."""
    mine = OpenSignIn.digest == digest(key), OpenSignIn.locked_at.is_(None)
    if changed(session, update(OpenSignIn).where(*mine).values(locked_at=clock.now(session))):
        recording.record(session, What.BROWSER_LOCKED)


def unlock(session: Session, key: str) -> None:
    """Open a sign-in whose person proved that it is them."""
    now, mine = clock.now(session), OpenSignIn.digest == digest(key)
    opened = update(OpenSignIn).where(mine).values(locked_at=None, acted_at=now, proven_at=now)
    if changed(session, opened):
        recording.record(session, What.BROWSER_UNLOCKED)


def prove(session: Session, key: str, *, means: str) -> bool:
    """Note that the person of a sign-in showed that it is them; tell whether there is one."""
    now, mine = clock.now(session), OpenSignIn.digest == digest(key)
    proven = update(OpenSignIn).where(mine).values(acted_at=now, proven_at=now)
    if not changed(session, proven):
        return False
    recording.record(session, What.PROVEN, detail={"by": means})
    return True


def digest(key: str) -> bytes:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).digest()


def _begun_since(session: Session) -> datetime:
    settings: Settings = session.info["settings"]
    return clock.now(session) - settings.sign_in_lasts


def _idle_since(session: Session) -> datetime:
    settings: Settings = session.info["settings"]
    return clock.now(session) - settings.lock_after
