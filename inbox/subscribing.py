"""Does the platform push what happens on an account, besides being asked?"""

from __future__ import annotations

import logging

from connectors.base import Connector, Pushes
from connectors.errors import OutcomeUnknown, Refused, TryLater
from inbox.config import Settings
from inbox.models import Account

log = logging.getLogger(__name__)


def is_settled(settings: Settings, account: Account, connector: Connector) -> bool:
    """Ask the platform to push, once for each connection; tell whether that is settled now.

    Without the application's secret nothing pushed could be believed, so nothing
    is asked for. Polling goes on either way, so a refusal is only written down.
    Raises NeedsReconnection.
    """
    if account.subscribed_at or not isinstance(connector, Pushes) or not settings.meta_app_secret:
        return False
    try:
        connector.subscribe()
    except (TryLater, OutcomeUnknown):
        return False
    except Refused as problem:
        log.warning("Account %s is only polled: %s", account.id, problem)
    return True
