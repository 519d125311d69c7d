"""How are credentials renewed that end when they are renewed, so that none is ever lost?

Some platforms take a refresh token once, and hand out the next one. Several processes
hold an account at the same time, and two renewals at once would end its access. So one
process at a time renews, by a lease, and what comes is stored before anybody uses it.
What cannot be helped is written down in docs/connecting.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, undefer

from connectors.errors import NeedsReconnection, TryLater
from connectors.phrases import Phrase
from inbox import clock, leases
from inbox.models import Account, AccountState, Lease

Credentials = Mapping[str, Any]

LONGEST_WAIT_SECONDS = 12.0
LOOK_AGAIN_SECONDS = 0.1
# What a platform handed out opens the account from then on: a database that stumbles for
# a moment must not lose it.
STORE_AGAIN_AFTER_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)
TRY_AGAIN_AFTER = timedelta(seconds=2)


class BeingRenewed(TryLater):
    """Another process renews the access at this moment."""


class Stopped(NeedsReconnection):
    """The account was stopped or disconnected meanwhile."""


@dataclass(frozen=True, slots=True)
class AccountRenewal:
    """Renews the credentials of one account (`connectors.base.Renewal`)."""

    committing: Callable[[], AbstractContextManager[Session]]
    account_id: int

    def __call__(
        self, old: Credentials, renew: Callable[[Credentials], Credentials], *, wait: bool
    ) -> Credentials:
        """Return credentials newer than `old`, stored already."""
        holder = leases.new_holder()
        newer = self._newer(old, holder, wait=wait)
        if newer is not None:
            return newer
        try:
            with leases.kept(lambda: self._hold(holder)):
                return self._store(old, renew(old))
        finally:
            self._let_go(holder)

    def _newer(self, old: Credentials, holder: str, *, wait: bool) -> Credentials | None:
        """Return what another process got, or None as soon as it is for us to renew."""
        end = time.monotonic() + (LONGEST_WAIT_SECONDS if wait else 0)
        while True:
            try:
                return self._look(old, holder)
            except BeingRenewed:
                if time.monotonic() >= end:
                    raise
            time.sleep(LOOK_AGAIN_SECONDS)

    def _look(self, old: Credentials, holder: str) -> Credentials | None:
        with self.committing() as session:
            account = _locked(session, self.account_id)
            if account.state is not AccountState.CONNECTED:
                raise Stopped(account.problem or Phrase("The account is not connected."))
            stored = _opened(session, account)
            if stored != old:
                return stored
            if not _claim(session, self._lease, holder):
                retry_at = clock.now(session) + TRY_AGAIN_AFTER
                raise BeingRenewed(Phrase("Its access is being renewed."), retry_at=retry_at)
        return None

    def _store(self, old: Credentials, new: Credentials) -> Credentials:
        for pause in STORE_AGAIN_AFTER_SECONDS:
            try:
                return self._store_once(old, new)
            except DBAPIError:
                time.sleep(pause)
        return self._store_once(old, new)

    def _store_once(self, old: Credentials, new: Credentials) -> Credentials:
        """Store what came, even if the lease was lost; not over what a person did meanwhile."""
        with self.committing() as session:
            account = _locked(session, self.account_id)
            stored = _opened(session, account)
            if stored != old:
                return stored
            account.sealed_credentials = session.info["vault"].seal(new)
        return new

    @property
    def _lease(self) -> str:
        return f"renewal of account {self.account_id}"

    def _hold(self, holder: str) -> None:
        with self.committing() as session:
            until = clock.now(session) + leases.LEASE
            session.execute(
                update(Lease)
                .where(Lease.name == self._lease, Lease.holder == holder)
                .values(until=until)
            )

    def _let_go(self, holder: str) -> None:
        with self.committing() as session:
            session.execute(delete(Lease).where(Lease.name == self._lease, Lease.holder == holder))


def _locked(session: Session, account_id: int) -> Account:
    """Hold the account's row, so that claims of its lease come one after the other."""
    return session.scalars(
        select(Account)
        .where(Account.id == account_id)
        .options(undefer(Account.sealed_credentials))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def _opened(session: Session, account: Account) -> Credentials:
    opened: Credentials = session.info["vault"].open(account.sealed_credentials)
    return opened


def _claim(session: Session, name: str, holder: str) -> bool:
    lease, now = session.get(Lease, name), clock.now(session)
    if lease and lease.until > now:
        return False
    session.merge(Lease(name=name, holder=holder, until=now + leases.LEASE))
    return True
