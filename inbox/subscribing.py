"""Does the platform push what happens on an account, besides being asked?"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from connectors.base import Connector, Pushes
from connectors.errors import AddressUnknown, NeedsReconnection, OutcomeUnknown, Refused, TryLater
from connectors.registry import CONNECTORS
from connectors.webhooks import SOURCES, Source
from inbox import accounts, clock
from inbox.applications import application
from inbox.config import Settings
from inbox.models import Account, AccountState
from inbox.runtime import Runtime

# Where all starts at once, `hearback webhooks subscribe` comes a moment after the first poll.
TOLD_WITHIN = timedelta(minutes=5)

log = logging.getLogger(__name__)


def is_settled(settings: Settings, account: Account, connector: Connector, now: datetime) -> bool:
    """Ask the platform to push, once for each connection; tell whether that is settled now.

    Without the application's secret nothing pushed could be believed, so nothing
    is asked for. Polling goes on either way, so a refusal is only written down.
    Raises NeedsReconnection.
    """
    if account.subscribed_at:
        return False
    try:
        return _is_asked(settings, account, connector)
    except (TryLater, OutcomeUnknown):
        return False
    except AddressUnknown as problem:
        if now - account.connected_at < TOLD_WITHIN:
            return False
        _say(account, problem)
    except Refused as problem:
        _say(account, problem)
    return True


def _say(account: Account, problem: Refused) -> None:
    log.warning("Account %s is polled for what is not pushed: %s", account.id, problem)


def ask_again(runtime: Runtime, source: Source) -> list[str]:
    """Ask a company to push for each account connected by now; return what it refused, and why.

    For accounts that were connected before there was an address to push to.
    """
    with runtime.reading() as session:
        connected = select(Account).where(Account.state == AccountState.CONNECTED)
        found = [one for one in session.scalars(connected) if SOURCES[one.platform] is source]
    return [problem for one in found if (problem := _problem(runtime, one))]


def _problem(runtime: Runtime, account: Account) -> str:
    try:
        with runtime.reading() as session:
            access = accounts.access(session, account.id)
        if not _is_asked(runtime.settings, account, CONNECTORS[account.connector](access)):
            return ""
    except (TryLater, OutcomeUnknown, NeedsReconnection, Refused) as problem:
        return f"{account.name}: {problem}"
    with runtime.writing() as session:
        accounts.locked(session, account.id).subscribed_at = clock.now(session)
    return ""


def _is_asked(settings: Settings, account: Account, connector: Connector) -> bool:
    ours = application(settings, SOURCES[account.platform])
    if ours is None or not isinstance(connector, Pushes):
        return False
    connector.subscribe(key=ours.key, secret=ours.secret)
    return True
