"""How does an Instagram business account become an account of the desk, by its Page?"""

from __future__ import annotations

from datetime import datetime

from connectors.base import Connected
from connectors.graph import sign_in
from connectors.graph.client import Answer
from connectors.graph.sign_in import App, dialog

__all__ = ["App", "connect", "dialog"]

ACCOUNT = "instagram_business_account"


def connect(app: App, *, code: str, redirect_uri: str) -> tuple[Connected, ...]:
    """Connect every Instagram account whose Page the person who gave the code administers.

    Raises ConnectorError in words for an administrator.
    """
    opened = sign_in.opened(app, code=code, redirect_uri=redirect_uri)
    return tuple(
        _connected(app, page, opened.access_ends_at) for page in opened.pages if ACCOUNT in page
    )


def _connected(app: App, page: Answer, access_ends_at: datetime | None) -> Connected:
    account = page[ACCOUNT]
    return Connected(
        external_id=account["id"],
        name=account.get("name", ""),
        handle=account.get("username", ""),
        credentials=sign_in.credentials(app, page),
        access_ends_at=access_ends_at,
    )
