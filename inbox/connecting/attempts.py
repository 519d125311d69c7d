"""Who began which sign-in, in which browser, and what must come back?

A sign-in is good for minutes, for the person and browser that began it, and
once: otherwise another site could have an administrator connect its account.
Source: RFC 6749, section 10.12; RFC 9700, section 4.7.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from connectors.base import Connected
from connectors.consent import Begun
from connectors.phrases import Phrase
from inbox import clock
from inbox.errors import Conflict, NotFound
from inbox.models import ConnectionAttempt, User

GOOD_FOR = timedelta(minutes=15)


class NoSuchAttempt(NotFound):
    """There is no such sign-in of this person in this browser, or its time is over."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This sign-in was begun by somebody else, in another browser, or more than "
                "{good_for} minutes ago. Begin again from the Accounts page.",
                good_for=GOOD_FOR // timedelta(minutes=1),
            )
        )


class AlreadyReturned(Conflict):
    """What came back comes back a second time."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This sign-in was used already. Begin again from the Accounts page.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A person and the browser they sit at; `secret` is known to that browser alone."""

    user: User
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """An attempt that came back, with what finishes it."""

    id: int
    connector: str
    callback: str
    kept: Mapping[str, str] = field(repr=False)


def begin(
    session: Session,
    begun: Begun,
    *,
    connector: str,
    callback: str,
    account_id: int | None,
    by: Browser,
) -> ConnectionAttempt:
    """Remember a sign-in until the platform sends the person back."""
    now = clock.now(session)
    session.execute(delete(ConnectionAttempt).where(ConnectionAttempt.ends_at <= now))
    facts = {"page": begun.page, "callback": callback, "kept": dict(begun.kept)}
    attempt = ConnectionAttempt(
        connector=connector,
        user_id=by.user.id,
        account_id=account_id,
        state_digest=_digest(begun.state),
        browser_digest=_digest(by.secret),
        sealed=session.info["vault"].seal(facts),
        ends_at=now + GOOD_FOR,
    )
    session.add(attempt)
    session.flush()
    return attempt


def come_back(session: Session, connector: str, state: str, *, by: Browser) -> Returned:
    """Take the one return that an attempt has. Raises NoSuchAttempt or AlreadyReturned."""
    attempt = session.scalar(
        select(ConnectionAttempt)
        .where(
            ConnectionAttempt.state_digest == _digest(state),
            ConnectionAttempt.connector == connector,
        )
        .with_for_update()
    )
    attempt = _checked(session, attempt, by)
    if attempt.returned_at:
        raise AlreadyReturned
    attempt.returned_at = clock.now(session)
    facts = session.info["vault"].open(attempt.sealed)
    return Returned(
        id=attempt.id, connector=connector, callback=facts["callback"], kept=facts["kept"]
    )


def find(session: Session, attempt_id: int, *, by: Browser) -> ConnectionAttempt:
    """Return an attempt of this browser, held until the transaction ends. Raises NoSuchAttempt."""
    query = select(ConnectionAttempt).where(ConnectionAttempt.id == attempt_id).with_for_update()
    return _checked(session, session.scalar(query), by)


def consent_page(session: Session, attempt: ConnectionAttempt) -> str:
    """Return where the person is asked for consent."""
    return str(session.info["vault"].open(attempt.sealed).get("page", ""))


def keep_found(session: Session, attempt: ConnectionAttempt, found: Sequence[Connected]) -> None:
    """Keep the accounts to choose from; what led to them is no longer needed."""
    attempt.sealed = session.info["vault"].seal({"found": [_facts(one) for one in found]})
    attempt.ends_at = clock.now(session) + GOOD_FOR


def found(session: Session, attempt: ConnectionAttempt) -> list[Connected]:
    """Return the accounts to choose from."""
    facts = session.info["vault"].open(attempt.sealed)
    return [_connected(one) for one in facts.get("found", ())]


def _facts(found: Connected) -> dict[str, Any]:
    ends_at = found.access_ends_at
    return asdict(found) | {"access_ends_at": ends_at.isoformat() if ends_at else None}


def _connected(facts: dict[str, Any]) -> Connected:
    ends_at = facts["access_ends_at"]
    moment = datetime.fromisoformat(ends_at) if ends_at else None
    return Connected(**{**facts, "access_ends_at": moment})


def _checked(session: Session, attempt: ConnectionAttempt | None, by: Browser) -> ConnectionAttempt:
    if (
        attempt is None
        or attempt.user_id != by.user.id
        or attempt.browser_digest != _digest(by.secret)
        or attempt.ends_at <= clock.now(session)
    ):
        raise NoSuchAttempt
    return attempt


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
