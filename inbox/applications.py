"""Which application of the department's does each company push to?"""

from __future__ import annotations

from connectors.consent import Application
from connectors.webhooks import Source
from inbox.config import Settings


def application(settings: Settings, source: Source) -> Application | None:
    """Return the application that is set for a company; without its secret nothing is believed."""
    key, secret = {
        Source.META: (settings.meta_app_id, settings.meta_app_secret),
        Source.X: (settings.x_consumer_key, settings.x_consumer_secret),
    }[source]
    if not key or not secret:
        return None
    return Application(key=key, secret=secret, address=settings.platform_address)
