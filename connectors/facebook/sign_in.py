"""How does a Facebook Page become an account of the desk?"""

from __future__ import annotations

from connectors.base import Connected
from connectors.graph import sign_in
from connectors.graph.sign_in import App, dialog

__all__ = ["App", "connect", "dialog"]


def connect(app: App, *, code: str, redirect_uri: str) -> tuple[Connected, ...]:
    """Connect every Page that the person who gave the code administers.

    Raises ConnectorError in words for an administrator.
    """
    opened = sign_in.opened(app, code=code, redirect_uri=redirect_uri)
    return tuple(
        Connected(
            external_id=page["id"],
            name=page.get("name", ""),
            handle=page.get("username", ""),
            credentials=sign_in.credentials(app, page),
            access_ends_at=opened.access_ends_at,
        )
        for page in opened.pages
    )
