"""How does everything that is sealed come under a new key?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import undefer

from inbox.audit import recording
from inbox.audit.what import What
from inbox.models import Account, Authenticator, ConnectionAttempt, OpenSignIn, Subscriber
from inbox.runtime import Runtime


def reseal(runtime: Runtime) -> int:
    """Seal everything again with the first key, and return how many accounts that were.

    Each account is a transaction of its own, so that polls wait for one row only.
    Done twice, or interrupted and begun again, it does the same. Raises SealBroken.
    """
    with runtime.writing() as session:
        recording.record(session, What.KEY_ROTATED)
    with runtime.reading() as session:
        numbers = session.scalars(select(Account.id).order_by(Account.id)).all()
    for number in numbers:
        _reseal_account(runtime, number)
    _reseal_attempts(runtime)
    _reseal_authenticators(runtime)
    _reseal_subscribers(runtime)
    _reseal_sign_ins(runtime)
    return len(numbers)


def _reseal_account(runtime: Runtime, account_id: int) -> None:
    query = select(Account).where(Account.id == account_id).with_for_update()
    with runtime.writing() as session:
        account = session.scalars(query.options(undefer(Account.sealed_credentials))).one()
        opened = runtime.vault.open(account.sealed_credentials)
        account.sealed_credentials = runtime.vault.seal(opened)


def _reseal_attempts(runtime: Runtime) -> None:
    with runtime.writing() as session:
        for attempt in session.scalars(select(ConnectionAttempt).with_for_update()):
            attempt.sealed = runtime.vault.seal(runtime.vault.open(attempt.sealed))


def _reseal_authenticators(runtime: Runtime) -> None:
    query = select(Authenticator).with_for_update().options(undefer(Authenticator.sealed))
    with runtime.writing() as session:
        for one in session.scalars(query):
            one.sealed = runtime.vault.seal(runtime.vault.open(one.sealed))


def _reseal_subscribers(runtime: Runtime) -> None:
    query = select(Subscriber).with_for_update().options(undefer(Subscriber.sealed))
    with runtime.writing() as session:
        for one in session.scalars(query):
            one.sealed = runtime.vault.seal(runtime.vault.open(one.sealed))


def _reseal_sign_ins(runtime: Runtime) -> None:
    query = select(OpenSignIn).where(OpenSignIn.sealed_word.is_not(None)).with_for_update()
    with runtime.writing() as session:
        for one in session.scalars(query.options(undefer(OpenSignIn.sealed_word))):
            one.sealed_word = runtime.vault.seal(runtime.vault.open(one.sealed_word or b""))
