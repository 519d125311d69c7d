"""How does the practice department move in, and what happens when it has already?"""

from __future__ import annotations

import requests
from sqlalchemy import update
from sqlalchemy.orm import Session

from connectors.errors import ConnectorError
from connectors.registry import CONNECTORS
from hearback.seeding import accounts, department
from hearback.seeding.password import lets_in
from inbox import account_words, people
from inbox.accounts import everyone
from inbox.errors import Unavailable
from inbox.models import AccountState, User
from inbox.runtime import Runtime


class NoSandbox(Unavailable):
    """Its accounts live on the practice platforms, which must answer."""

    def __init__(self, why: object) -> None:
        super().__init__(
            "The practice accounts cannot be connected. HEARBACK_PLATFORM_ADDRESS must be the "
            f"address of a running `hearback sandbox`. {why}"
        )


def move_in(runtime: Runtime, password: str, *, set_password: bool = False) -> None:
    """Add people, words and accounts where they are not there yet.

    Accounts whose access ended are connected again. With `set_password`, who is there
    already gets this password too, unless it lets them in. Raises NoSandbox or WeakPassword.
    """
    with runtime.writing() as session:
        if not department.is_seeded(session):
            department.add(session, password)
        elif set_password and not lets_in(session, password):
            _set_password(session, password)
    if not _is_connected(runtime):
        _connect(runtime)


def _set_password(session: Session, password: str) -> None:
    emails = [department.email_of(short) for short, _name, _role in department.STAFF]
    session.execute(
        update(User).where(User.email.in_(emails)).values(password_hash=people.hashed(password))
    )


def _is_connected(runtime: Runtime) -> bool:
    with runtime.reading() as session:
        connected = {
            account.connector
            for account in everyone(session)
            # With the right key back it goes on; connected again with a wrong one it would not.
            if account.state is AccountState.CONNECTED or account_words.is_sealed(account)
        }
    return connected >= set(CONNECTORS)


def _connect(runtime: Runtime) -> None:
    sandbox = runtime.settings.platform_address
    if sandbox is None:
        raise NoSandbox("It is not set.")
    try:
        accounts.connect_all(runtime, sandbox)
    except (ConnectorError, requests.RequestException) as error:
        raise NoSandbox(error) from error
