"""How does a person let the desk speak for their Pages: dialog, code, token, longer token?

Source: Facebook Login, Manually Build a Login Flow; Long-Lived Access Tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from connectors.errors import NeedsReconnection
from connectors.graph import errors
from connectors.graph.client import GRAPH_VERSION, Answer, GraphClient
from connectors.graph.looking import all_pages
from connectors.phrases import Phrase
from connectors.transport import loopback

NAME = "Facebook"
DIALOG_HOST = "https://www.facebook.com"
PERMISSIONS = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_messaging",
    "instagram_basic",
    "instagram_manage_comments",
    "instagram_manage_messages",
)
PAGE_FIELDS = "id,name,username,access_token,instagram_business_account{id,username,name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The agency's application at Meta. `address` is a loopback stand-in, or None."""

    app_id: str
    app_secret: str = field(repr=False)
    address: str | None = None
    version: str = GRAPH_VERSION


def dialog(app: App, *, redirect_uri: str, state: str) -> str:
    """Return the address where the person is asked for consent.

    A browser cannot send our header, so a stand-in is told the host in the path.
    """
    asked = {
        "client_id": app.app_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "response_type": "code",
        "scope": ",".join(PERMISSIONS),
    }
    base = DIALOG_HOST
    if app.address:
        base = f"{loopback(app.address)}/host/{urlsplit(DIALOG_HOST).netloc}"
    return f"{base}/{app.version}/dialog/oauth?{urlencode(asked)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The Pages that somebody let us in to, and until when, UTC; None means for good."""

    pages: list[Answer] = field(repr=False)
    access_ends_at: datetime | None


def opened(app: App, *, code: str, redirect_uri: str) -> Opened:
    """Exchange a code, good for one use, for the Pages of whoever gave it.

    Each has `id`, `name`, its own `access_token` and, where it has one, its
    `instagram_business_account`. Raises ConnectorError.
    """
    short = _token(app, code=code, redirect_uri=redirect_uri)
    longer = _token(app, grant_type="fb_exchange_token", fb_exchange_token=short)
    client = _client(app, longer)
    with errors.parsing(NAME):
        found = [page for page in _pages(client) if "access_token" in page]
        return Opened(pages=found, access_ends_at=_access_ends_at(app, longer))


def credentials(app: App, page: Answer) -> dict[str, Any]:
    """Return what a connector needs from now on to speak for a Page."""
    return {
        "page_id": page["id"],
        "page_token": page["access_token"],
        "app_secret": app.app_secret,
        "graph_version": app.version,
    }


def _token(app: App, **asked: str) -> str:
    told = _client(app, None).get(
        "oauth/access_token", client_id=app.app_id, client_secret=app.app_secret, **asked
    )
    if "access_token" not in told:
        raise NeedsReconnection(Phrase("Facebook gave no token for this sign-in; start it again."))
    return str(told["access_token"])


def _access_ends_at(app: App, token: str) -> datetime | None:
    """Ask when the person must agree again; 0 means never.

    A Page token from a longer-lived token has no end of its own, but access to data
    ends ninety days after consent. Source: Graph API, Debug Token; Refreshing User
    Access to Data.
    """
    told = _client(app, f"{app.app_id}|{app.app_secret}").get("debug_token", input_token=token)
    seconds = int(told["data"].get("data_access_expires_at") or 0)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _pages(client: GraphClient) -> Iterator[Answer]:
    def more(cursor: str | None) -> Answer:
        return client.get(
            "me/accounts", fields=PAGE_FIELDS, **({"after": cursor} if cursor else {})
        )

    for page in all_pages("me/accounts", more):
        yield dict(page)


def _client(app: App, token: str | None) -> GraphClient:
    return GraphClient(
        token,
        platform=NAME,
        address=app.address,
        app_secret=app.app_secret,
        version=app.version,
    )
