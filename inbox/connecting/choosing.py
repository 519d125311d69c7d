"""Which of the accounts that a sign-in opened become accounts of the desk?"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.base import Connected
from connectors.consent import Begun
from connectors.phrases import Phrase
from connectors.ways import connector_of
from inbox import accounts
from inbox.connecting import attempts, offering
from inbox.connecting.attempts import Browser
from inbox.errors import Invalid
from inbox.models import Account, ConnectionAttempt, User


class NothingOpened(Invalid):
    """The person let us in to no account at all."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This sign-in opened no account. Sign in there as somebody who manages one, "
                "and leave every permission and account ticked."
            )
        )


class NothingChosen(Invalid):
    """No account was ticked, or one that the sign-in did not open."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose at least one of the accounts listed."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One account to choose, and whether the desk knows it already."""

    found: Connected
    is_known: bool


def settle(
    session: Session, attempt_id: int, found: Sequence[Connected], *, by: Browser
) -> list[Account]:
    """Connect what was plainly meant; else keep what was found to choose from, and return none.

    Plain is the account that is connected again, or the only one there is.
    Raises NothingOpened or NoSuchAttempt.
    """
    attempt = attempts.find(session, attempt_id, by=by)
    if not found:
        raise NothingOpened
    plain = _plainly_meant(session, attempt, found)
    if plain is None:
        attempts.keep_found(session, attempt, found)
        return []
    return _connect(session, attempt, [plain], by.user)


def settle_at_once(
    session: Session,
    found: Connected,
    *,
    connector: str,
    account_id: int | None,
    by: Browser,
) -> tuple[int, list[Account]]:
    """Do the same with an account that a password opened; return the attempt's number too."""
    begun = Begun(page="", state=secrets.token_urlsafe(32))
    attempts.begin(session, begun, connector=connector, callback="", account_id=account_id, by=by)
    returned = attempts.come_back(session, connector, begun.state, by=by)
    return returned.id, settle(session, returned.id, [found], by=by)


def choices(session: Session, attempt: ConnectionAttempt) -> list[Choice]:
    """Return the accounts to choose from."""
    platform = connector_of(offering.way_by(attempt.connector).connector).platform
    query = select(Account.external_id).where(Account.platform == platform)
    known = set(session.scalars(query))
    return [
        Choice(found=one, is_known=one.external_id in known)
        for one in attempts.found(session, attempt)
    ]


def choose(
    session: Session, attempt_id: int, external_ids: Collection[str], *, by: Browser
) -> list[Account]:
    """Connect the accounts that were ticked. Raises NothingChosen or NoSuchAttempt."""
    attempt = attempts.find(session, attempt_id, by=by)
    found = {one.external_id: one for one in attempts.found(session, attempt)}
    if not external_ids or not set(external_ids) <= set(found):
        raise NothingChosen
    return _connect(session, attempt, [found[one] for one in external_ids], by.user)


def _plainly_meant(
    session: Session, attempt: ConnectionAttempt, found: Sequence[Connected]
) -> Connected | None:
    if attempt.account_id is None:
        return found[0] if len(found) == 1 else None
    meant = accounts.find(session, attempt.account_id).external_id
    return next((one for one in found if one.external_id == meant), None)


def _connect(
    session: Session, attempt: ConnectionAttempt, chosen: Sequence[Connected], by: User
) -> list[Account]:
    way = offering.way_by(attempt.connector)
    connector = connector_of(way.connector)
    session.delete(attempt)
    return [
        accounts.connect(
            session,
            one,
            platform=connector.platform,
            connector=way.connector,
            streams=connector.streams,
            by=by,
        )
        for one in chosen
    ]
