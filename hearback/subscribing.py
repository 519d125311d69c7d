"""Which accounts does Meta push from, once our application has asked for it?"""

from __future__ import annotations

from sqlalchemy import select

from connectors.base import Pushes
from connectors.errors import ConnectorError
from connectors.graph.sign_in import App
from connectors.graph.subscribing import subscribe_application
from connectors.registry import CONNECTORS
from inbox import accounts
from inbox.errors import Invalid
from inbox.models import Account, AccountState
from inbox.runtime import Runtime

NEEDED = ("meta_app_id", "meta_app_secret", "meta_verify_token")


class NoApplication(Invalid):
    """Meta pushes to an application of the department's own."""

    def __init__(self, missing: list[str]) -> None:
        names = ", ".join(f"HEARBACK_{name.upper()}" for name in missing)
        super().__init__(f"Set {names} first; docs/settings.md says where they come from.")


def subscribe(runtime: Runtime, address: str) -> list[str]:
    """Let Meta push to a desk, and say of each account whether it does.

    Raises NoApplication, or ConnectorError when Meta refuses the application.
    """
    settings = runtime.settings
    if missing := [name for name in NEEDED if not getattr(settings, name)]:
        raise NoApplication(missing)
    app = App(
        app_id=settings.meta_app_id,
        app_secret=settings.meta_app_secret,
        address=settings.platform_address,
    )
    callback = f"{address.rstrip('/')}/webhooks/meta"
    subscribe_application(app, callback=callback, verify_token=settings.meta_verify_token)
    told = (_subscribed(runtime, account_id) for account_id in _connected(runtime))
    return [words for words in told if words]


def _connected(runtime: Runtime) -> list[int]:
    with runtime.reading() as session:
        wanted = select(Account.id).where(Account.state == AccountState.CONNECTED)
        return list(session.scalars(wanted.order_by(Account.id)))


def _subscribed(runtime: Runtime, account_id: int) -> str | None:
    with runtime.reading() as session:
        account = accounts.find(session, account_id)
        access = accounts.access(session, account_id)
    connector = CONNECTORS[account.connector](access)
    if not isinstance(connector, Pushes):
        return None
    name = f"{account.name} ({account.platform})"
    try:
        connector.subscribe()
    except ConnectorError as problem:
        return f"{name} does not push: {problem}"
    return f"{name} pushes."
