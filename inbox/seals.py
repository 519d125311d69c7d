"""Can what is sealed be opened with the keys given, and what becomes of accounts when it cannot?"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from inbox import account_words, accounts
from inbox.models import Account, AccountState, Authenticator, Subscriber
from inbox.runtime import Runtime

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seals:
    """Of the accounts that are not disconnected, which can be opened, and which cannot.

    `others` counts the second steps and webhooks whose secrets cannot be opened.
    """

    opened: Sequence[Account]
    unopened: Sequence[Account]
    others: int

    @property
    def are_whole(self) -> bool:
        """Whether everything can be opened."""
        return not self.unopened and not self.others

    def __str__(self) -> str:
        """Say what cannot be opened, and what to do."""
        if self.are_whole:
            return "can be opened"
        of_accounts = f"accounts ({len(self.unopened)} of {len(self.opened) + len(self.unopened)})"
        of_others = f"second steps and webhooks ({self.others})"
        told = (of_accounts if self.unopened else "", of_others if self.others else "")
        return (
            f"Credentials of {' and '.join(filter(None, told))} cannot be opened: they were sealed "
            "with another key. Put the right one back: HEARBACK_CREDENTIALS_KEY, or the file "
            "credentials_key in the data folder."
        )


def look(session: Session) -> Seals:
    """Try every seal."""
    vault, found = session.info["vault"], _accounts(session)
    opens = {one.id: vault.opens(one.sealed_credentials) for one in found}
    return Seals(
        opened=[one for one in found if opens[one.id]],
        unopened=[one for one in found if not opens[one.id]],
        others=sum(not vault.opens(sealed) for sealed in _others(session)),
    )


def settle(runtime: Runtime) -> None:
    """Stop each account that cannot be opened; let go on what can be again."""
    with runtime.reading() as session:
        found = look(session)
    for account in found.unopened:
        if account.state is AccountState.CONNECTED:
            _stop(runtime, accounts.CannotOpen(account))
    for account in found.opened:
        if account_words.is_sealed(account):
            with runtime.writing() as session:
                accounts.go_on(session, account.id)


@contextmanager
def stopping(runtime: Runtime) -> Iterator[None]:
    """Stop the account that turns out not to be opened; what was begun is left for later."""
    try:
        yield
    except accounts.CannotOpen as problem:
        _stop(runtime, problem)


def _stop(runtime: Runtime, problem: accounts.CannotOpen) -> None:
    log.error("Account %s is stopped. %s", problem.account_id, problem)
    with runtime.writing() as session:
        accounts.stop(session, problem.account_id, str(problem), since=problem.connected_at)


def _accounts(session: Session) -> Sequence[Account]:
    query = select(Account).where(Account.state != AccountState.DISCONNECTED)
    return session.scalars(query.options(undefer(Account.sealed_credentials))).all()


def _others(session: Session) -> Iterator[bytes]:
    yield from session.scalars(select(Authenticator.sealed))
    yield from session.scalars(select(Subscriber.sealed))
